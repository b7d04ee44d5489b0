/** `bp check`: the problems of a file, each with its line and its range underlined. */

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

/** `lesson.bp:7:5: error: … [undefined-name]`, the line, and `^^^` under the range. */
export function showProblems(file: string, { problems, lines }: Snapshot): string[] {
  return problems.map(({ code, severity, message, start, end }) => {
    const { line, character } = lines.positionAt(start);
    const source = lines.line(line);
    const underlined = Math.max(1, Math.min(end - start, source.length - character));
    const indent = source.slice(0, character).replace(/[^\t]/g, ' ');
    return `${file}:${line + 1}:${character + 1}: ${severity}: ${message} [${code}]\n  ${source}\n  ${indent}${'^'.repeat(underlined)}`;
  });
}
