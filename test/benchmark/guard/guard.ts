/**
 * Performance guard: fails if a workload takes more than 1.5 times its recorded ratio to a fixed loop in the same
 * process, which cancels out the speed and load of the machine. Run by `npm run guard`; `npm run guard -- --record`
 * records new ratios.
 */

import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { enablePairedVectors } from '../../../server/src/node/v8/pairedVectors.ts';
import { medianOf } from '../report/spread.ts';
import { alignedTable } from '../report/tables.ts';
import { type GuardedWorkload, guardedWorkloads } from './guarded.ts';
import { allowance, type Ratios, type Verdict, verdictsOf } from './ratios.ts';

/** Duration of a sample in milliseconds, short enough that most samples are not interrupted by other processes. */
const sample = 0.5;
/** The first samples run uncompiled code. */
const samples = 150;

/** Retries of a workload that was too slow, as other processes may have been running. */
const retries = 4;

/** The recorded ratio is the median of this many measurements. */
const recordings = 5;

const path = join(import.meta.dirname, 'ratios.json');

enablePairedVectors();
/** Ratios are recorded per processor architecture and kernel build. */
const machine = `${process.arch} ${wasmKernels()?.level ?? 'plain'}`;
const all: Readonly<Record<string, Ratios>> = JSON.parse(await readFile(path, 'utf8'));
const [mode] = process.argv.slice(2);
if (mode === '--measure') console.log(JSON.stringify(measureAll()));
else if (mode === '--record') await record();
else if (machine in all) guard(all[machine]);
else console.log(`Nothing is recorded for ${machine}, so nothing is compared: npm run guard -- --record does that.`);

function guard(recorded: Ratios): void {
  const measured = measureAll();
  for (let retry = 0; retry < retries; retry++) {
    for (const [i, { name, ratio, isKept }] of verdictsOf(measured, recorded).entries()) {
      if (!isKept) measured[name] = Math.min(ratio, measure(guardedWorkloads[i]));
    }
  }
  const verdicts = verdictsOf(measured, recorded);
  console.log(tableOf(verdicts));
  if (verdicts.every(({ isKept }) => isKept)) return;
  console.log(
    `Slower than ${allowance} times what was recorded. If that is meant to be, npm run guard -- --record records what is now.`,
  );
  process.exitCode = 1;
}

/** Each round runs in its own process, since V8's compiled code affects the times. */
async function record(): Promise<void> {
  const rounds = Array.from({ length: recordings }, (): Ratios => {
    const given = [import.meta.filename, '--measure'];
    return JSON.parse(execFileSync(process.execPath, given, { encoding: 'utf8' }));
  });
  const ratios = Object.fromEntries(
    guardedWorkloads.map(({ name }) => [name, Number(medianOf(rounds.map((round) => round[name])).toPrecision(4))]),
  );
  await writeFile(path, `${JSON.stringify({ ...all, [machine]: ratios }, undefined, 2)}\n`);
  console.log(`recorded for ${machine}`);
}

function measureAll(): Record<string, number> {
  return Object.fromEntries(guardedWorkloads.map((work) => [work.name, measure(work)]));
}

/** The best of many short, alternating samples. */
function measure({ ready, reference }: GuardedWorkload): number {
  const loops = [ready(), reference];
  const times = loops.map(timesFor);
  const best = loops.map((loop, i) => bestOf(1, loop, times[i]));
  for (let taken = 1; taken < samples; taken++) {
    for (const [i, loop] of loops.entries()) best[i] = Math.min(best[i], bestOf(1, loop, times[i]));
  }
  return best[0] / best[1];
}

/** Iterations of a loop per sample. */
function timesFor(loop: (times: number) => void): number {
  let times = 1;
  while (times * bestOf(3, loop, times) < sample) times *= 2;
  return times;
}

/** Time of one iteration in milliseconds. */
function bestOf(tries: number, loop: (times: number) => void, times: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries; i++) {
    const start = performance.now();
    loop(times);
    best = Math.min(best, (performance.now() - start) / times);
  }
  return best;
}

function tableOf(verdicts: readonly Verdict[]): string {
  const show = (ratio: number | undefined): string => ratio?.toPrecision(3) ?? 'nothing';
  const rows = verdicts.map(({ name, ratio, recorded, isKept }) => [
    ...[name, show(ratio), show(recorded), recorded ? (ratio / recorded).toFixed(2) : '', isKept ? '' : 'slower'],
  ]);
  return alignedTable([['beside a fixed loop', 'now', 'recorded', 'now / recorded', ''], ...rows]);
}
