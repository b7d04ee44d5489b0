/** Answers the benchmark: each line on stdin names a workload and requests its outcome or its time. */

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** @param works a function for each kind, from a description and a precision to `{ check, call }`. */
export async function serve(works, versions) {
  const descriptions = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  const made = new Map();
  answer(versions);
  for await (const line of createInterface(process.stdin)) {
    const { work, precision, seconds } = JSON.parse(line);
    const key = `${work} ${precision}`;
    if (!made.has(key)) made.set(key, works[descriptions[work].kind](descriptions[work], precision));
    const { check, call } = made.get(key);
    answer(seconds === undefined ? check() : { nanoseconds: await timed(call, seconds) });
  }
}

function answer(value) {
  console.log(JSON.stringify(value));
}

/** Median time of one call in nanoseconds, over samples that are long enough for the clock. */
async function timed(call, seconds) {
  let calls = 1;
  while ((await timeOf(call, calls)) < 2) calls *= 2;
  const times = [];
  const start = performance.now();
  while (performance.now() - start < seconds * 1000 || times.length < 3)
    times.push((await timeOf(call, calls)) / calls);
  return 1e6 * times.sort((a, b) => a - b)[times.length >> 1];
}

async function timeOf(call, calls) {
  const start = performance.now();
  for (let i = 0; i < calls; i++) await call();
  return performance.now() - start;
}
