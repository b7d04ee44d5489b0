/** In-memory files for texts that import or read them. */

import { readCsv, tensorOf } from '../../../server/src/data/csv.ts';
import { csvMessage, isCsvProblem } from '../../../server/src/data/csvProblems.ts';
import type { Files } from '../../../server/src/language/names/files.ts';

/** @param texts by file name; names are not resolved. */
export function filesOf(texts: Readonly<Record<string, string>>): Files {
  const missing = (name: string) => ({ reason: `there is no file ${name}` });
  return {
    readText: (name) => (name in texts ? { path: name, text: texts[name] } : missing(name)),
    readSamples(name, chosen) {
      if (!(name in texts)) return missing(name);
      const table = readCsv(texts[name], chosen);
      return isCsvProblem(table) ? { reason: csvMessage(table, name) } : tensorOf(table);
    },
  };
}
