/** Rapid keystrokes in a thousand lines: no update is lost, mixed up or leaked. */

import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../protocol/editor/settings.ts';
import type { LineDecoration } from '../../protocol/editor/shownNumbers.ts';
import { Execution } from '../../server/src/engine/runtime/execution.ts';
import { lineDecorationsOf } from '../../server/src/features/annotations/lineDecorations.ts';
import { statementAnnotationsOf } from '../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze } from '../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../server/src/snapshot/withValues.ts';
import { type Editor, startEditor } from '../support/editor/editor.ts';
import { TypingSimulator } from '../support/editor/keystrokes.ts';
import { longModel } from '../support/models/longModel.ts';
import { isThorough } from '../support/setup/thorough.ts';

const uri = 'file:///models/long.bp';
const lineCount = 1_000;
const keystrokeCount = isThorough ? 1_000 : 300;
/** Number of keystrokes after which the heap is measured first. */
const warmUpCount = 100;

test.each([
  ['without a pause', 0],
  ['with small pauses', 3],
])('keystrokes lose and leak nothing %s', async (_, pause) => {
  const editor = await startEditor();
  const typist = new TypingSimulator(longModel(lineCount));
  const versions = new Versions();
  await editor.open(uri, typist.text);
  await editor.numbers(uri);
  let heapBefore = 0;
  let struck = 0;
  for (const { range, text } of typist.keystrokes(keystrokeCount)) {
    await editor.edit(uri, range, text);
    if (pause > 0) await setTimeout(pause);
    versions.take(editor);
    if (++struck !== warmUpCount) continue;
    await editor.numbers(uri);
    versions.take(editor);
    heapBefore = heapInUse();
  }
  const { decorations, summary } = await editor.numbers(uri);
  expect(editor.text(uri)).toBe(typist.text);
  expect(freshNumbers(decorations)).toEqual(freshNumbers(expectedAnnotations(typist.text)));
  expect(summary).toMatchObject({ objectiveName: 'L', steps: 0 });
  versions.take(editor, 0);
  for (const list of [versions.ofShownNumbers, versions.ofDiagnostics]) {
    expect(list).toEqual(list.toSorted((a, b) => a - b));
    expect(list.at(-1)).toBe(keystrokeCount + 1);
  }
  expect(heapInUse()).toBeLessThan(heapBefore * 1.5 + 2 ** 23);
});

/**
 * The numbers without alignment, and without those of an incomplete statement at the end,
 * which depend on the versions that were skipped.
 */
function freshNumbers(decorations: readonly LineDecoration[]) {
  const trimmed = (text: string): string => text.replaceAll('\u00a0', ' ').trim();
  return decorations
    .filter(({ isStale }) => !isStale)
    .map(({ line, value, gradient, update }) => ({ line, numbers: [value, gradient, update].map(trimmed) }));
}

/** The versions that the server reported. All messages but the last are dropped, as a thousand messages would fill the measured heap. */
class Versions {
  readonly ofShownNumbers: number[] = [];
  readonly ofDiagnostics: number[] = [];

  take({ shownNumbers, published }: Editor, kept = 1): void {
    const taken = <T>(messages: T[]): T[] => messages.splice(0, Math.max(0, messages.length - kept));
    this.ofShownNumbers.push(...taken(shownNumbers).map(({ version }) => version));
    this.ofDiagnostics.push(...taken(published).map(({ version = 0 }) => version));
  }
}

/** The line decorations of a text, computed without a server. */
function expectedAnnotations(text: string) {
  const snapshot = analyze(text);
  const evaluated = withValues(snapshot, new Execution(snapshot.model.program).run());
  return lineDecorationsOf(statementAnnotationsOf(evaluated), defaultSettings);
}

/** In bytes, after a garbage collection. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
