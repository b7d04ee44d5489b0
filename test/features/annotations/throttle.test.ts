/** Throttling of refresh requests. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttle } from '../../../server/src/features/annotations/throttle.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('refreshes at once, then at most ten times a second, and always after the last call', () => {
  const times: number[] = [];
  const start = performance.now();
  const refresh = throttle(() => times.push(performance.now() - start));
  for (let call = 0; call < 50; call++) {
    refresh();
    vi.advanceTimersByTime(9);
  }
  vi.advanceTimersByTime(1000);
  expect(times).toEqual([0, 100, 200, 300, 400, 500]);
  refresh();
  expect(times).toHaveLength(7);
});
