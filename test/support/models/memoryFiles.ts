/** In-memory files for texts that import or read them. */

import { readCsv, samplesOf } from '../../../server/src/data/csv.ts';
import { isCsvProblem } from '../../../server/src/data/csvProblems.ts';
import { csvError } from '../../../server/src/files/referencedFiles.ts';
import type { Files } from '../../../server/src/language/names/modules/files.ts';

/** @param texts the texts by file name; names are not resolved. */
export function filesOf(texts: Readonly<Record<string, string>>): Files {
  const missing = (name: string) => ({ reason: `there is no file ${name}` });
  return {
    readText: (name) => (name in texts ? { path: name, text: texts[name] } : missing(name)),
    readSamples(name, selection) {
      if (!(name in texts)) return missing(name);
      const table = readCsv(texts[name], selection);
      return isCsvProblem(table) ? csvError(table, name) : samplesOf(table);
    },
  };
}
