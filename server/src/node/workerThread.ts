/** The engine in a worker thread. */

import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { EngineReply, EngineReport } from '../engine/worker.ts';
import type { WorkerEvents, WorkerHandle } from '../evaluation/workerEngine.ts';
import { released } from './releaseMessage.ts';

/** The sources and the bundles lie side by side in the same way. */
const entry = new URL(`./engineWorker${extname(import.meta.url)}`, import.meta.url);

/** Resolves when the threads that were told to end have ended: Node may crash where one starts meanwhile (nodejs/node#56312). */
let ended: Promise<unknown> = Promise.resolve();

/** The thread starts as soon as it may; what is posted before waits for it. */
export function startWorkerThread(events: WorkerEvents): WorkerHandle {
  let handle: WorkerHandle | undefined;
  let isWanted = true;
  const waiting: Parameters<WorkerHandle['post']>[] = [];
  void ended.then(() => {
    if (!isWanted) return;
    handle = handleOf(new Worker(entry), events);
    for (const message of waiting) handle.post(...message);
  });
  return {
    post: (...message) => {
      if (handle) handle.post(...message);
      else waiting.push(message);
    },
    release: () => {
      isWanted = false;
      handle?.release();
    },
    terminate: () => {
      isWanted = false;
      handle?.terminate();
    },
  };
}

/** A thread as the evaluator knows it: it is lost once, unless it was ended on purpose. */
export function handleOf(worker: Worker, { onReply, onLost }: WorkerEvents): WorkerHandle {
  let isEnded = false;
  const end = (reason: string): void => {
    if (!isEnded) onLost(reason);
    isEnded = true;
  };
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  const endOnPurpose = (): void => {
    isEnded = true;
    ended = Promise.all([ended, exited]);
  };
  worker.on('message', (reply: EngineReply | EngineReport) => onReply(reply));
  worker.on('error', ({ code, message }: Error & { code?: string }) =>
    end(
      code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? l10n.t('the engine ran out of memory')
        : l10n.t`the engine failed (${message})`,
    ),
  );
  worker.on('exit', (code) => end(l10n.t`the engine ended with code ${code}`));
  worker.unref();
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    release: () => {
      endOnPurpose();
      worker.postMessage(released);
    },
    terminate: () => {
      endOnPurpose();
      void worker.terminate();
    },
  };
}
