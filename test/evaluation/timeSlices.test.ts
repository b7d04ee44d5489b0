/** Work in time slices on the server's thread. */

import { expect, test } from 'vitest';
import { runInTurns, SlicedWork } from '../../server/src/evaluation/timeSlices.ts';

test('work of one slice is finished at once', () => {
  const work = new SlicedWork(slices([]));
  expect(work.isFinished).toBe(true);
  expect(work.result).toBe('done');
});

test('other tasks run between slices', async () => {
  const order: string[] = [];
  const finished = runInTurns(slices([10, 10, 10], () => order.push('slice')));
  setTimeout(() => order.push('task'), 0);
  expect(await finished).toBe('done');
  expect(order.slice(0, 2)).toEqual(['slice', 'task']);
});

test('several pieces of work take turns, one in a task', async () => {
  const order: string[] = [];
  const works = ['a', 'b', 'c'].map((name) => runInTurns(slices([10, 10, 10], () => order.push(name))));
  await Promise.all(works);
  expect(order.slice(-6)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
});

test('cancelled work ends without a result', async () => {
  let steps = 0;
  const work = new SlicedWork(slices([10, 10, 10], () => steps++));
  work.cancel();
  await work.finished;
  expect(work.isFinished).toBe(false);
  expect(steps).toBe(1);
});

test('work that is no longer current ends without a result', async () => {
  let isCurrent = true;
  const work = runInTurns(slices([10, 10, 10]), () => isCurrent);
  isCurrent = false;
  expect(await work).toBeUndefined();
});

test('a failure rejects', async () => {
  const work = runInTurns(
    slices([10, 10], () => {
      throw new Error('broken');
    }),
  );
  await expect(work).rejects.toThrow('broken');
});

/** Slices that each take at least a number of milliseconds. */
function* slices(milliseconds: readonly number[], onSlice: () => void = () => undefined): Generator<undefined, string> {
  for (const duration of milliseconds) {
    const end = performance.now() + duration;
    while (performance.now() < end);
    onSlice();
    yield;
  }
  return 'done';
}
