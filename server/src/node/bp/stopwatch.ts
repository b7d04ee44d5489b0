/** Timing of repeated calls, warm, in samples long enough for the clock's resolution. */

export interface Timing {
  /** The number of timed calls. */
  readonly calls: number;
  /** Nanoseconds per call. */
  readonly median: number;
  readonly p95: number;
}

/**
 * In milliseconds: the time to compile the code and warm the caches, the length of a sample, and the total time unless
 * a count is given.
 */
const warmUpTime = 300;
const sampleTime = 0.2;
const totalTime = 1_000;

/** Fewer calls give no meaningful median. */
const minCalls = 3;

/** @param runCalls makes a number of calls. */
export function measure(runCalls: (callCount: number) => void, requestedCalls?: number): Timing {
  const expectedTime = measureWarm(runCalls);
  const calls = requestedCalls ?? Math.max(minCalls, Math.round(totalTime / expectedTime));
  const samples = Math.max(1, Math.min(calls, Math.floor((calls * expectedTime) / sampleTime)));
  const sampleTimes: number[] = [];
  for (let i = 0; i < samples; i++) {
    const count = Math.floor(((i + 1) * calls) / samples) - Math.floor((i * calls) / samples);
    sampleTimes.push(elapsed(runCalls, count) / count);
  }
  sampleTimes.sort((a, b) => a - b);
  const percentile = (fraction: number): number =>
    sampleTimes[Math.min(samples - 1, Math.floor(samples * fraction))] * 1e6;
  return { calls, median: percentile(0.5), p95: percentile(0.95) };
}

/** @returns the milliseconds of the fastest call. */
function measureWarm(runCalls: (callCount: number) => void): number {
  const start = performance.now();
  let best = Number.POSITIVE_INFINITY;
  for (let calls = 1; performance.now() - start < warmUpTime; ) {
    const time = elapsed(runCalls, calls);
    best = Math.min(best, time / calls);
    if (time < sampleTime) calls *= 2;
  }
  return best;
}

function elapsed(runCalls: (times: number) => void, count: number): number {
  const start = performance.now();
  runCalls(count);
  return performance.now() - start;
}
