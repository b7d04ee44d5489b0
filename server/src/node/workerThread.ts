/** The engine in a worker thread, as a WorkerHandle. */

import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { errorMessage } from '../../../protocol/shared/errorMessage.ts';
import type { EngineReply, EngineReport } from '../engine/engineMessages.ts';
import type { StartWorker, WorkerEvents, WorkerHandle } from '../evaluation/engineClient.ts';
import { endWhenIdleMessage } from './endWhenIdleMessage.ts';
import { disableWasmCodeGc } from './v8/wasmCodeGc.ts';

/** Sources and bundles have the same layout. */
const workerEntry = new URL(`./engineWorker${extname(import.meta.url)}`, import.meta.url);

disableWasmCodeGc();

/** Resolves when all released threads have ended: Node may crash if one starts meanwhile (nodejs/node#56312). */
let previousThreadsEnded: Promise<unknown> = Promise.resolve();

export const startWorkerThread: StartWorker = (events) => startThread(workerEntry, events);

/** Starts a thread as soon as possible and queues messages until then. @param entry its code. */
export function startThread(entry: URL, events: WorkerEvents): WorkerHandle {
  let handle: WorkerHandle | undefined;
  let isNeeded = true;
  const pendingMessages: Parameters<WorkerHandle['post']>[] = [];
  void previousThreadsEnded.then(() => {
    if (!isNeeded) return;
    try {
      handle = workerHandle(new Worker(entry), events);
    } catch (error) {
      events.onLost(l10n.t`the engine can't start (${errorMessage(error)})`);
      return;
    }
    for (const message of pendingMessages) handle.post(...message);
  });
  return {
    post: (...message) => {
      if (handle) handle.post(...message);
      else pendingMessages.push(message);
    },
    endWhenIdle: () => {
      isNeeded = false;
      handle?.endWhenIdle();
    },
    terminate: () => {
      isNeeded = false;
      handle?.terminate();
    },
  };
}

/** A thread as a WorkerHandle: lost at most once, unless it was ended on purpose. */
export function workerHandle(worker: Worker, { onReply, onLost }: WorkerEvents): WorkerHandle {
  let isEnded = false;
  const end = (reason: string): void => {
    if (!isEnded) onLost(reason);
    isEnded = true;
  };
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  const markEnded = (): void => {
    isEnded = true;
    previousThreadsEnded = Promise.all([previousThreadsEnded, exited]);
  };
  worker.on('message', (reply: EngineReply | EngineReport) => onReply(reply));
  worker.on('error', ({ code, message }: Error & { code?: string }) =>
    end(
      code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? l10n.t('the engine ran out of memory')
        : l10n.t`the engine failed (${message})`,
    ),
  );
  worker.on('exit', (code) => end(l10n.t`the engine exited with code ${code}`));
  worker.unref();
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    endWhenIdle: () => {
      markEnded();
      worker.postMessage(endWhenIdleMessage);
    },
    terminate: () => {
      markEnded();
      void worker.terminate();
    },
  };
}
