/** Reminders for requests that a client gave up. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Reminders } from '../../../server/src/features/annotations/reminders.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const uri = 'file:///lesson.bp';

/** A client that requests lenses some milliseconds after the last reminder. @returns the time of the request. */
function timeOfRequest(clientDelay: number): number {
  let time = 0;
  let remindedAt = 0;
  const reminders = new Reminders(() => {
    remindedAt = time;
  });
  for (; time - remindedAt < clientDelay; time += 100) {
    reminders.schedule(uri);
    vi.advanceTimersByTime(100);
  }
  reminders.cancel(uri);
  return time;
}

test('a client that delays its requests longer than the first reminder gets to request', () => {
  expect(timeOfRequest(500)).toBe(500);
  expect(timeOfRequest(1_500)).toBeLessThanOrEqual(5_000);
  expect(timeOfRequest(10_000)).toBeLessThanOrEqual(30_000);
});

test('a request resets the delay', () => {
  const remind = vi.fn();
  const reminders = new Reminders(remind);
  reminders.schedule(uri);
  vi.advanceTimersByTime(1_000);
  reminders.schedule(uri);
  vi.advanceTimersByTime(1_000);
  expect(remind).toHaveBeenCalledTimes(1);
  reminders.cancel(uri);
  reminders.schedule(uri);
  vi.advanceTimersByTime(1_000);
  expect(remind).toHaveBeenCalledTimes(2);
});
