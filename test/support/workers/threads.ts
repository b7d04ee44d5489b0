/** Misbehaving worker threads, and programs that keep a thread busy. */

import { Worker } from 'node:worker_threads';
import type { TimeLimits } from '../../../server/src/evaluation/evaluator.ts';
import type { StartWorker } from '../../../server/src/evaluation/workerEngine.ts';
import { workerHandle } from '../../../server/src/node/workerThread.ts';

/** Limits that are never reached. */
export const unlimited: TimeLimits = { budget: 3_600_000, grace: 3_600_000 };

/** A thread that runs `body` on each message. */
export function misbehavingThread(body: string, maxOldGenerationSizeMb = 64): StartWorker {
  const source = `require('node:worker_threads').parentPort.on('message', () => { ${body} })`;
  return (events) =>
    workerHandle(new Worker(source, { eval: true, resourceLimits: { maxOldGenerationSizeMb } }), events);
}

/** Uses each of these in turn; the last one serves all further starts. */
export function startInTurn(...starts: readonly StartWorker[]): StartWorker {
  let started = 0;
  return (events) => starts[Math.min(started++, starts.length - 1)](events);
}

/** A model of many matrix products: it takes seconds, with many chances to stop. */
export function slowModel(): string {
  const size = 300;
  const ones = new Array<number>(size).fill(1);
  const products = Array.from({ length: 150 }, (_, i) => `m${i + 1} = m${i} @ m0 / ${size}`);
  return [
    `const column = [${ones.map((one) => `[${one}]`).join(', ')}]`,
    `const row = [[${ones.join(', ')}]]`,
    'm0 = column @ row',
    ...products,
    'loss L = mean(m150)',
  ].join('\n');
}
