/** The engine in a worker thread. */

import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EngineReply } from '../engine/worker.ts';
import type { WorkerEvents, WorkerHandle } from '../remoteEngine.ts';
import { released } from './released.ts';

/** The sources and the bundles lie side by side in the same way. */
const entry = new URL(`./engineWorker${extname(import.meta.url)}`, import.meta.url);

const reasons: Readonly<Record<string, string>> = {
  ERR_WORKER_OUT_OF_MEMORY: 'the engine ran out of memory',
};

export function startWorkerThread(events: WorkerEvents): WorkerHandle {
  return handleOf(new Worker(entry), events);
}

/** A thread as the evaluator knows it: it is lost once, unless it was ended on purpose. */
export function handleOf(worker: Worker, { onReply, onLost }: WorkerEvents): WorkerHandle {
  let isEnded = false;
  const end = (reason: string): void => {
    if (!isEnded) onLost(reason);
    isEnded = true;
  };
  worker.on('message', (reply: EngineReply) => onReply(reply));
  worker.on('error', (error: Error & { code?: string }) =>
    end(reasons[error.code ?? ''] ?? `the engine failed (${error.message})`),
  );
  worker.on('exit', (code) => end(`the engine ended with code ${code}`));
  worker.unref();
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    // Node may crash where one thread is ended from outside while another one starts (nodejs/node#56312).
    release: () => {
      isEnded = true;
      worker.postMessage(released);
    },
    terminate: () => {
      isEnded = true;
      void worker.terminate();
    },
  };
}
