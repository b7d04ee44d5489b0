/** `bp check`: the problems of a file, each with its line and its range underlined. */

import { widthOf } from '../../display/columns.ts';
import type { Lines } from '../../language/base/lines.ts';
import type { Problem } from '../../language/problems/problems.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { type Command, exitCodeOf, parseFileAndOptions, readEvaluated } from './command.ts';

export const check: Command = {
  name: 'check',
  synopsis: 'check FILE',
  doc: 'print the problems of a file',
  async run(given) {
    const { file } = parseFileAndOptions(check, given, {});
    const snapshot = await readEvaluated(file);
    const shown = showProblems(file, snapshot);
    console.log(shown.length === 0 ? `${file}: no problems` : shown.join('\n'));
    return exitCodeOf(snapshot);
  },
};

/** More problems are counted, not shown. */
const mostProblems = 100;
/** Of a longer line the part around the problem is shown, in UTF-16 units. */
const longestLine = 160;

/** `lesson.bp:7:5: error: … [undefined-name]`, the line, and `^^^` under the range. */
export function showProblems(file: string, { problems, lines }: Pick<Snapshot, 'problems' | 'lines'>): string[] {
  const shown = problems.slice(0, mostProblems).map((problem) => showProblem(file, lines, problem));
  const rest = problems.length - shown.length;
  return rest > 0 ? [...shown, `${file}: and ${rest} more problems`] : shown;
}

function showProblem(file: string, lines: Lines, { code, severity, message, start, end }: Problem): string {
  const { line, character } = lines.positionAt(start);
  const source = lines.line(line);
  const from = source.length > longestLine ? Math.max(0, character - longestLine / 2) : 0;
  const part = source.slice(from, from + longestLine);
  const before = part.slice(0, character - from);
  const marked = part.slice(before.length, before.length + end - start);
  const indent = before.replace(/[^\t]+/g, (text) => ' '.repeat(widthOf(text)));
  const carets = '^'.repeat(Math.max(1, widthOf(marked)));
  return `${file}:${line + 1}:${character + 1}: ${severity}: ${message} [${code}]\n  ${part}\n  ${indent}${carets}`;
}
