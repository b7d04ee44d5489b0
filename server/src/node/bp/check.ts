/** `bp check`: prints the problems of a file, each with its line and its range underlined. */

import { textWidth } from '../../display/textWidth.ts';
import type { Problem } from '../../language/problems/problems.ts';
import type { Lines } from '../../language/text/lines.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { type Command, exitCodeOf, parseFileAndOptions, readAndEvaluate } from './command.ts';
import { printLine } from './print.ts';

export const check: Command = {
  name: 'check',
  synopsis: 'check FILE',
  doc: 'print the problems of a file',
  async run(args) {
    const { file } = parseFileAndOptions(check, args, {});
    const snapshot = await readAndEvaluate(file);
    const shown = formatProblems(file, snapshot);
    printLine(shown.length === 0 ? `${file}: no problems` : shown.join('\n'));
    return exitCodeOf(snapshot);
  },
};

/** Further problems are only counted. */
const maxProblems = 100;
/** Longer lines are cut to the part around the problem. In UTF-16 units. */
const maxLineLength = 160;

/** `lesson.bp:7:5: error: … [undefined-name]`, the line, and `^^^` under the range. */
export function formatProblems(file: string, { problems, lines }: Pick<Snapshot, 'problems' | 'lines'>): string[] {
  const shown = problems.slice(0, maxProblems).map((problem) => showProblem(file, lines, problem));
  const remaining = problems.length - shown.length;
  return remaining > 0 ? [...shown, `${file}: and ${remaining} more problems`] : shown;
}

/** `lesson.bp:7:5: error: … [undefined-name]`. */
export function problemLine(file: string, lines: Lines, { code, severity, message, start }: Problem): string {
  const { line, character } = lines.positionAt(start);
  return `${file}:${line + 1}:${character + 1}: ${severity}: ${message} [${code}]`;
}

function showProblem(file: string, lines: Lines, problem: Problem): string {
  const { start, end } = problem;
  const { line, character } = lines.positionAt(start);
  const source = lines.line(line);
  const excerptStart = source.length > maxLineLength ? Math.max(0, character - maxLineLength / 2) : 0;
  const excerpt = source.slice(excerptStart, excerptStart + maxLineLength);
  const prefix = excerpt.slice(0, character - excerptStart);
  const underlined = excerpt.slice(prefix.length, prefix.length + end - start);
  const indent = prefix.replace(/[^\t]+/g, (text) => ' '.repeat(textWidth(text)));
  const carets = '^'.repeat(Math.max(1, textWidth(underlined)));
  return `${problemLine(file, lines, problem)}\n  ${excerpt}\n  ${indent}${carets}`;
}
