/** A web worker as a WorkerHandle. */

import * as l10n from '@vscode/l10n';
import type { EngineReply, EngineReport } from '../engine/engineMessages.ts';
import type { WorkerEvents, WorkerHandle } from '../evaluation/engineClient.ts';

/** Reports the worker as lost at most once, and not if it was ended on purpose. */
export function workerHandle(worker: Worker, { onReply, onLost }: WorkerEvents): WorkerHandle {
  let isEnded = false;
  const end = (): void => {
    isEnded = true;
    worker.terminate();
  };
  worker.onmessage = ({ data }: MessageEvent<EngineReply | EngineReport>) => onReply(data);
  worker.onerror = ({ message }) => {
    if (isEnded) return;
    end();
    onLost(l10n.t`the engine failed (${message})`);
  };
  return { post: (request, transfer) => worker.postMessage(request, transfer), endWhenIdle: end, terminate: end };
}
