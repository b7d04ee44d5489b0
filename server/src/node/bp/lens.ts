/** `bp lens`: the source with a lens over each statement, as the editor shows it. */

import { defaultSettings } from '../../protocol/settings.ts';
import { readingsOf } from '../../snapshot/annotations.ts';
import { isWorthALens, showReading } from '../../snapshot/annotationText.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { showProblems } from './check.ts';
import { type Command, exitCodeOf, parseFileAndOptions, readEvaluated } from './command.ts';

export const lens: Command = {
  name: 'lens',
  synopsis: 'lens FILE',
  doc: 'print the source with a lens over each statement',
  async run(given) {
    const { file } = parseFileAndOptions(lens, given, {});
    const snapshot = await readEvaluated(file);
    console.log(sourceWithLenses(snapshot).join('\n'));
    for (const shown of showProblems(file, snapshot)) console.error(shown);
    return exitCodeOf(snapshot);
  },
};

function sourceWithLenses(snapshot: Snapshot): string[] {
  const readings = readingsOf(snapshot).list.filter(isWorthALens);
  const lenses = new Map(readings.map((reading) => [reading.line, showReading(reading, defaultSettings)]));
  const shown: string[] = [];
  for (let line = 0; line < snapshot.lines.count; line++) {
    const above = lenses.get(line);
    if (above !== undefined) shown.push(above);
    shown.push(snapshot.lines.line(line));
  }
  if (shown.at(-1) === '') shown.pop();
  return shown;
}
