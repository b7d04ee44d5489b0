/** `bp lens`: prints the source with a lens above each statement, as an editor shows it. */

import { defaultSettings } from '../../../../protocol/editor/settings.ts';
import { formatAnnotation, isWorthShowing } from '../../snapshot/annotations/annotationText.ts';
import { statementAnnotationsOf } from '../../snapshot/annotations/statementAnnotations.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { formatProblems } from './check.ts';
import { type Command, exitCodeOf, parseFileAndOptions, readAndEvaluate } from './command.ts';
import { printError, printLine } from './print.ts';

export const lens: Command = {
  name: 'lens',
  synopsis: 'lens FILE',
  doc: 'print the source with a lens over each statement',
  async run(args) {
    const { file } = parseFileAndOptions(lens, args, {});
    const snapshot = await readAndEvaluate(file);
    printLine(sourceWithLenses(snapshot).join('\n'));
    for (const outputLines of formatProblems(file, snapshot)) printError(outputLines);
    return exitCodeOf(snapshot);
  },
};

function sourceWithLenses(snapshot: Snapshot): string[] {
  const annotations = statementAnnotationsOf(snapshot).list.filter(isWorthShowing);
  const lenses = new Map(
    annotations.map((annotation) => [annotation.line, formatAnnotation(annotation, defaultSettings)]),
  );
  const outputLines: string[] = [];
  for (let line = 0; line < snapshot.lines.count; line++) {
    const lensLine = lenses.get(line);
    if (lensLine !== undefined) outputLines.push(lensLine);
    outputLines.push(snapshot.lines.line(line));
  }
  if (outputLines.at(-1) === '') outputLines.pop();
  return outputLines;
}
