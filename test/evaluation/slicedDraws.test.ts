/** Draws of large params: in time slices, once for all analyses, with the same values as at once. */

import { expect, test, vi } from 'vitest';
import { initializers } from '../../server/src/engine/training/initializers.ts';
import { SlicedDraws } from '../../server/src/evaluation/slicedDraws.ts';
import { type AsyncFiles, analyzeWithFiles } from '../../server/src/snapshot/analyzeWithFiles.ts';
import { analyze, type Snapshot } from '../../server/src/snapshot/snapshot.ts';
import { filesOf } from '../support/models/memoryFiles.ts';

const files: AsyncFiles = {
  ...filesOf({}),
  learnedParams: () => undefined,
  trainingProgress: () => undefined,
  pendingReads: () => undefined,
};

test('other tasks run while a large param is drawn, and its values are the same', async () => {
  const text = modelOf('first', 2_000_000);
  const analyzed = analyzeWithFiles(text, 1, files, { draws: new SlicedDraws() });
  let tasks = 0;
  const timer = setInterval(() => tasks++, 1);
  const sliced = (await analyzed)!;
  clearInterval(timer);
  expect(tasks).toBeGreaterThan(1);
  expect(sliced.problems).toEqual([]);
  expect(sliced.context).not.toHaveProperty('draws');
  expect(firstValues(sliced)).toEqual(firstValues(analyze(modelOf('first', 3))));
});

test('analyses of several versions share a draw', async () => {
  const draw = vi.spyOn(initializers[0], 'draw');
  const text = modelOf('second', 1_500_000);
  const versions = [1, 2, 3].map((version) => analyzeWithFiles(text, version, files, { draws: new SlicedDraws() }));
  const snapshots = await Promise.all(versions);
  expect(draw).toHaveBeenCalledOnce();
  expect(snapshots.map((snapshot) => snapshot!.model.params.length)).toEqual([1, 1, 1]);
  vi.restoreAllMocks();
});

test('several large params are drawn one after another', async () => {
  const text = `${modelOf('third', 600_000)}\nparam fourth[700000] ~ uniform()\nx = sum(fourth)`;
  const snapshot = (await analyzeWithFiles(text, 1, files, { draws: new SlicedDraws() }))!;
  expect(snapshot.model.params.map(({ name }) => name)).toEqual(['third', 'fourth']);
});

test('params beyond the limit are not drawn', async () => {
  const draw = vi.spyOn(initializers[0], 'draw');
  const text = Array.from({ length: 40 }, (_, i) => `param w${i}[9000000] ~ zeros()`).join('\n');
  const zeros = vi.spyOn(initializers.find(({ name }) => name === 'zeros')!, 'draw');
  const snapshot = (await analyzeWithFiles(text, 1, files, { draws: new SlicedDraws() }))!;
  expect(zeros.mock.calls.length).toBeLessThan(5);
  expect(draw).not.toHaveBeenCalled();
  expect(snapshot.problems[0].code).toBe('too-many-elements');
  vi.restoreAllMocks();
});

function modelOf(name: string, size: number): string {
  return `param ${name}[${size}] ~ normal()\nloss l = sum(${name})`;
}

function firstValues({ model }: Snapshot): readonly number[] {
  const { program, paramNodes } = model;
  return Array.from(program.attributes(program.operand(paramNodes[0], 0)).values!).slice(0, 3);
}
