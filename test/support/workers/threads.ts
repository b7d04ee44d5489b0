/** Worker threads with the engine or that misbehave, and programs that keep a thread busy. */

import { Worker } from 'node:worker_threads';
import type { StartWorker } from '../../../server/src/evaluation/engineClient.ts';
import type { TimeLimits } from '../../../server/src/evaluation/evaluator.ts';
import { startThread, workerHandle } from '../../../server/src/node/workerThread.ts';
import { bundledEngine } from '../processes/bundles.ts';

/** Limits that are never reached. */
export const unlimited: TimeLimits = { timeLimit: 3_600_000, gradientCheckTimeLimit: 3_600_000, grace: 3_600_000 };

/** A thread with the bundled engine. */
export const startEngineThread: StartWorker = (events) => startThread(bundledEngine, events);

const outOfMemoryExitCode = 112;

/** Code that makes the thread that runs it fail. */
export const misbehaviors = {
  exits: 'process.exit(3)',
  throws: 'throw new Error("boom")',
  'runs out of memory': `process.exit(${outOfMemoryExitCode})`,
  hangs: 'for (;;);',
} as const;

export type Misbehavior = keyof typeof misbehaviors;

/** A thread that runs `body` on each message. */
export function misbehavingThread(body: string): StartWorker {
  const source = `require('node:worker_threads').parentPort.on('message', () => { ${body} })`;
  return (events) => workerHandle(startMisbehavingWorker(source), events);
}

/**
 * Starts a thread whose code contains misbehaviors. No thread fills its heap: Node reports that as an error of the
 * thread in most cases, but aborts the whole process in others (nodejs/node#47224). Here it is always reported.
 */
export function startMisbehavingWorker(source: string): Worker {
  const worker = new Worker(source, { eval: true });
  worker.prependOnceListener('exit', (exitCode) => {
    if (exitCode === outOfMemoryExitCode)
      worker.emit('error', Object.assign(new Error(), { code: 'ERR_WORKER_OUT_OF_MEMORY' }));
  });
  return worker;
}

/** Uses each of these in turn; the last one serves all further starts. */
export function startInTurn(...starts: readonly StartWorker[]): StartWorker {
  let started = 0;
  return (events) => starts[Math.min(started++, starts.length - 1)](events);
}

/** A model that takes a minute or more, with many chances to stop: ten thousand vectors times a large matrix. */
export function slowModel(): string {
  const [size, count] = [2_000, 10_000];
  const ones = new Array<number>(size).fill(1);
  const products = Array.from({ length: count }, (_, i) => `v${i + 1} = v${i} @ m`);
  return [
    `const column = [${ones.map((one) => `[${one}]`).join(', ')}]`,
    `const v0 = [[${ones.join(', ')}]]`,
    `m = column @ v0 / ${size}`,
    ...products,
    `loss L = mean(v${count})`,
  ].join('\n');
}
