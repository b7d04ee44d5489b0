/** When a training session is looked at, by a clock of the test's own. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Look, Moment } from '../../server/src/engine/training/session/commands.ts';
import { Looks } from '../../server/src/features/training/poller.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const nothing: Moment = {
  isRunning: true,
  step: 0,
  shown: 0,
  epoch: 0,
  stepsPerEpoch: 1,
  stepsPerSecond: undefined,
  loss: undefined,
  heldOutLoss: undefined,
  trouble: undefined,
  training: { isWhole: false, points: [] },
  heldOut: { isWhole: false, points: [] },
  values: undefined,
  surface: undefined,
  state: undefined,
  took: 0,
};

const whole: Partial<Moment> = { training: { isWhole: true, points: [] }, heldOut: { isWhole: true, points: [] } };

/** Looks that are answered as they are made, in a time that the test says. */
function answered(milliseconds: number, answer: (look: Look) => Partial<Moment> | undefined): Look[] {
  const made: Look[] = [];
  const looks = new Looks((look) => {
    made.push(look);
    const moment = answer(look);
    if (moment) looks.seen({ ...nothing, ...moment }, milliseconds);
  });
  looks.begin();
  return made;
}

test('twenty times a second, and five times at the surface', () => {
  const made = answered(0, ({ isWhole }) => (isWhole ? whole : {}));
  vi.advanceTimersByTime(999);
  expect(made).toHaveLength(20);
  expect(made.filter(({ hasSurface }) => hasSurface)).toHaveLength(5);
  expect(made[0]).toEqual({ isUrgent: true, isWhole: true, hasState: false, hasSurface: true });
  expect(made[1]).toEqual({ isUrgent: false, isWhole: false, hasState: false, hasSurface: false });
});

test('what takes long to show is looked at less often', () => {
  const made = answered(100, ({ isWhole }) => (isWhole ? whole : {}));
  vi.advanceTimersByTime(2000);
  expect(made.length).toBeLessThanOrEqual(6);
});

test('where nothing moves any more, the surface is still asked for', () => {
  const made = answered(0, ({ isWhole }) => (isWhole ? whole : undefined));
  vi.advanceTimersByTime(10_000);
  expect(made.map(({ hasSurface }) => hasSurface)).toEqual([true, false, true]);
});

test('what was asked for is asked again until it is seen', () => {
  const moments: Partial<Moment>[] = [{}, {}, whole, {}];
  const made = answered(0, () => moments.shift());
  vi.advanceTimersByTime(10_000);
  expect(made.slice(0, 4).map(({ isWhole, isUrgent }) => [isWhole, isUrgent])).toEqual([
    [true, true],
    [true, true],
    [true, true],
    [false, false],
  ]);
});

test('not at all while it rests', () => {
  const made: Look[] = [];
  const looks = new Looks((look) => made.push(look));
  looks.ask();
  looks.begin();
  looks.rest();
  looks.ask({ hasState: true });
  vi.advanceTimersByTime(10_000);
  expect(made).toEqual([]);
});
