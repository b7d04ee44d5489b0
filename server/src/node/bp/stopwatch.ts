/** How long one of many equal calls takes, warm: they are timed in samples that are long enough for the clock. */

export interface Timing {
  /** How many calls were timed. */
  readonly calls: number;
  /** Of one call, in nanoseconds. */
  readonly median: number;
  readonly p95: number;
}

/** All in milliseconds: until the code is compiled and caches are warm, one sample, and all samples where no number is given. */
const warmUp = 300;
const sample = 0.2;
const whole = 1_000;

/** A median of fewer says nothing. */
const fewestCalls = 3;

/** @param call does it so many times. */
export function timed(call: (times: number) => void, wanted?: number): Timing {
  const expected = warmedUp(call);
  const calls = wanted ?? Math.max(fewestCalls, Math.round(whole / expected));
  const samples = Math.max(1, Math.min(calls, Math.floor((calls * expected) / sample)));
  const times: number[] = [];
  for (let i = 0; i < samples; i++) {
    const count = Math.floor(((i + 1) * calls) / samples) - Math.floor((i * calls) / samples);
    times.push(timeOf(call, count) / count);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(samples - 1, Math.floor(samples * share))] * 1e6;
  return { calls, median: at(0.5), p95: at(0.95) };
}

/** @returns how long a call takes at best, in milliseconds. */
function warmedUp(call: (times: number) => void): number {
  const start = performance.now();
  let best = Number.POSITIVE_INFINITY;
  for (let calls = 1; performance.now() - start < warmUp; ) {
    const time = timeOf(call, calls);
    best = Math.min(best, time / calls);
    if (time < sample) calls *= 2;
  }
  return best;
}

function timeOf(call: (times: number) => void, count: number): number {
  const start = performance.now();
  call(count);
  return performance.now() - start;
}
