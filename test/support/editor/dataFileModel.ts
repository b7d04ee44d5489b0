/** A model that reads a CSV file, and helpers for its numbers in the client. */

import type { ShownNumbers } from '../../../protocol/editor/shownNumbers.ts';
import { until } from '../workers/until.ts';
import type { Editor } from './editor.ts';

/** At w = 2 every prediction is off by 1. */
export const lineModel = `param w = 2
data x = csv("line.csv", columns = "x")
data y = csv("line.csv", columns = ["y"])
loss L = mean((w * x - y)^2)`;
export const lineSamples = 'x,y\n1,3\n2,5\n3,7\n';

/** The first objective of the model that is shown after an action. */
export async function nextObjective(editor: Editor, act: () => Promise<void>): Promise<string> {
  const { uri: model } = await until(() => editor.shownNumbers[0]);
  const previousCount = editor.shownNumbers.length;
  await act();
  return until(() => objectives(editor.shownNumbers.slice(previousCount).filter(({ uri }) => uri === model))[0]);
}

export function objectives(numbers: readonly ShownNumbers[]): readonly string[] {
  return numbers.flatMap(({ summary: { objectiveText: objective } }) => (objective === null ? [] : [objective]));
}

/** The last published problems, as `line:character-line:character code: message`, from 0. */
export function problemsIn({ published }: Editor): readonly string[] {
  return published.at(-1)!.diagnostics.map(({ range: { start, end }, code, message }) => {
    return `${start.line}:${start.character}-${end.line}:${end.character} ${code}: ${message}`;
  });
}
