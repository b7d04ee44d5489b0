/** `bp fmt`: gives models their form, in place. A statement that can't be read stays as it is, and is told. */

import { text as readStream } from 'node:stream/consumers';
import { formatEdits } from '../../format/format.ts';
import { houseStyle } from '../../format/style.ts';
import { Lines } from '../../language/base/lines.ts';
import { parse } from '../../language/syntax/parse.ts';
import { applyEdits } from '../../training/stepEdits.ts';
import { writeTogether } from '../writeAtomically.ts';
import { showProblems } from './check.ts';
import { type Command, parseFilesAndOptions, readWholeText, UsageError, withoutMark } from './command.ts';

/** Stands for standard input, whose form goes to standard output. */
const stdin = '-';

export const fmt: Command = {
  name: 'fmt',
  synopsis: 'fmt FILE… [--check]',
  doc: 'format models in place and name those that change; --check names them alone, and exits 1 where there is one; - is standard input',
  async run(given) {
    const { files, values } = parseFilesAndOptions(fmt, given, { check: { type: 'boolean' } });
    const texts = new Map<string, string>();
    for (const file of files)
      texts.set(file, file === stdin ? await readStream(process.stdin) : await readWholeText(file));

    const changed = new Map<string, string>();
    let areSound = true;
    for (const [file, text] of texts) {
      const formatted = applyEdits(text, formatEdits(text, houseStyle));
      if (file === stdin && !values.check) process.stdout.write(formatted);
      else if (formatted !== text) changed.set(file, formatted);
      areSound = tellProblems(file, text) && areSound;
    }
    if (!values.check) await write(changed);
    for (const file of changed.keys()) console.log(file);
    return areSound && !(values.check && changed.size > 0) ? 0 : 1;
  },
};

/** Says which statements can't be read. @returns whether all can. */
function tellProblems(file: string, whole: string): boolean {
  const text = withoutMark(whole);
  const { problems } = parse(text);
  for (const shown of showProblems(file, { problems, lines: new Lines(text) })) console.error(shown);
  return problems.length === 0;
}

/** @throws UsageError when they can't be written. */
async function write(contents: ReadonlyMap<string, string>): Promise<void> {
  try {
    await writeTogether(contents);
  } catch (error) {
    const files = [...contents.keys()].join(', ');
    throw new UsageError(`${files} can't be written: ${error instanceof Error ? error.message : error}`);
  }
}
