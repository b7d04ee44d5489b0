/** `bp fmt`: formats models in place. Statements that can't be parsed stay as they are and are reported. */

import { text as readStream } from 'node:stream/consumers';
import { formatDocument } from '../../format/format.ts';
import { defaultStyle } from '../../format/style.ts';
import { parse } from '../../language/syntax/parser/parse.ts';
import { applyEdits } from '../../language/text/edits.ts';
import { Lines } from '../../language/text/lines.ts';
import { ConflictError, writeAllAtomically } from '../files/writeAtomically.ts';
import { formatProblems } from './check.ts';
import {
  type Command,
  parseFilesAndOptions,
  readText,
  stripByteOrderMark,
  writableFolders,
  writeRefusal,
} from './command.ts';
import { printError, printLine } from './print.ts';

/** The name of standard input, which is formatted to standard output. */
const stdin = '-';

export const fmt: Command = {
  name: 'fmt',
  synopsis: 'fmt FILE… [--check]',
  doc: 'format models in place and list the changed ones; --check only lists them and exits 1 if there are any; - reads standard input',
  async run(args) {
    const { files, values } = parseFilesAndOptions(fmt, args, { check: { type: 'boolean' } });
    const texts = new Map<string, string>();
    for (const file of files) texts.set(file, file === stdin ? await readStream(process.stdin) : await readText(file));

    const changedFiles = new Map<string, string>();
    let isSound = true;
    for (const [file, text] of texts) {
      const formatted = format(text);
      if (file === stdin && !values.check) process.stdout.write(formatted);
      else if (formatted !== text) changedFiles.set(file, formatted);
      isSound = printProblems(file, text) && isSound;
    }
    if (!values.check) await writeFormatted(changedFiles, texts);
    for (const file of changedFiles.keys()) printLine(file);
    return isSound && !(values.check && changedFiles.size > 0) ? 0 : 1;
  },
};

/** Reports statements that can't be parsed. @returns whether all could be. */
function printProblems(file: string, source: string): boolean {
  const text = stripByteOrderMark(source);
  const { problems } = parse(text);
  for (const shown of formatProblems(file, { problems, lines: new Lines(text) })) printError(shown);
  return problems.length === 0;
}

function format(text: string): string {
  return applyEdits(text, formatDocument(text, defaultStyle));
}

/**
 * Writes all files together. One that was edited since it was read is read and formatted again.
 *
 * @param texts the texts read, by file.
 * @throws UsageError when a file can't be written.
 */
async function writeFormatted(contents: Map<string, string>, texts: Map<string, string>): Promise<void> {
  for (;;) {
    try {
      const files = [...contents.keys()];
      const expected = new Map(files.map((file) => [file, texts.get(file)!]));
      return await writeAllAtomically(contents, expected, writableFolders(files));
    } catch (error) {
      if (!(error instanceof ConflictError)) throw writeRefusal([...contents.keys()], error);
      const text = await readText(error.file);
      texts.set(error.file, text);
      contents.set(error.file, format(text));
    }
  }
}
