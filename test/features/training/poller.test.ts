/** Polling schedule of a training session, on a fake clock. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PollRequest, SessionState } from '../../../server/src/engine/training/session/sessionCommands.ts';
import { Poller } from '../../../server/src/features/training/poller.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const nothing: SessionState = {
  isRunning: true,
  step: 0,
  shownStep: 0,
  epoch: 0,
  stepsPerEpoch: 1,
  stepsPerSecond: undefined,
  loss: undefined,
  heldOutLoss: undefined,
  pauseReason: undefined,
  trainingCurve: { isComplete: false, points: [] },
  heldOutCurve: { isComplete: false, points: [] },
  scalarCurve: { isComplete: false, points: [] },
  values: undefined,
  surface: undefined,
  confusion: undefined,
  runState: undefined,
  elapsed: 0,
};

const full: Partial<SessionState> = {
  trainingCurve: { isComplete: true, points: [] },
  heldOutCurve: { isComplete: true, points: [] },
};

/** A poller whose requests are answered immediately; each answer takes the given time to show. */
function answered(
  milliseconds: number,
  answer: (request: PollRequest) => Partial<SessionState> | undefined,
): PollRequest[] {
  const made: PollRequest[] = [];
  const poller = new Poller((request) => {
    made.push(request);
    const state = answer(request);
    if (state) poller.onPolled({ ...nothing, ...state }, milliseconds);
  });
  poller.start();
  return made;
}

test('the poller polls twenty times a second, five times for the surface and twice for the confusion matrix', () => {
  const made = answered(0, ({ isFull }) => (isFull ? full : {}));
  vi.advanceTimersByTime(999);
  expect(made).toHaveLength(20);
  expect(made.filter(({ includesSurface }) => includesSurface)).toHaveLength(5);
  expect(made.filter(({ includesConfusion }) => includesConfusion)).toHaveLength(2);
  const parts = { includesRunState: false, includesSurface: true, includesConfusion: true };
  expect(made[0]).toEqual({ ...parts, isUrgent: true, isFull: true });
  const without = { ...parts, includesSurface: false, includesConfusion: false };
  expect(made[1]).toEqual({ ...without, isUrgent: false, isFull: false });
});

test('the poller polls less often if showing takes long', () => {
  const made = answered(100, ({ isFull }) => (isFull ? full : {}));
  vi.advanceTimersByTime(2000);
  expect(made.length).toBeLessThanOrEqual(6);
});

test('the poller still polls for the surface and the confusion matrix after training has stopped', () => {
  const made = answered(0, ({ isFull }) => (isFull ? full : undefined));
  vi.advanceTimersByTime(10_000);
  expect(made.map(({ includesSurface }) => includesSurface)).toEqual([true, false, true, true]);
  expect(made.map(({ includesConfusion }) => includesConfusion)).toEqual([true, false, false, true]);
});

test('the poller repeats a request until it is answered', () => {
  const states: Partial<SessionState>[] = [{}, {}, full, {}];
  const made = answered(0, () => states.shift());
  vi.advanceTimersByTime(10_000);
  expect(made.slice(0, 4).map(({ isFull, isUrgent }) => [isFull, isUrgent])).toEqual([
    [true, true],
    [true, true],
    [true, true],
    [false, false],
  ]);
});

test('the poller does not poll while idle', () => {
  const made: PollRequest[] = [];
  const poller = new Poller((request) => made.push(request));
  poller.pollSoon();
  poller.start();
  poller.stop();
  poller.pollSoon({ includesRunState: true });
  vi.advanceTimersByTime(10_000);
  expect(made).toEqual([]);
});
