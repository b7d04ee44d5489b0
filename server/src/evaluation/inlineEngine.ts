/**
 * The inline engine: a WorkerHandle that evaluates small programs in the caller's thread, because a message to a worker
 * and back would take longer. It forwards all other work to a real worker, which starts with the first such request.
 */

import { isSmall, runOnce } from '../engine/runtime/runOnce.ts';
import { runToCompletion } from '../engine/runtime/slices.ts';
import type { StartWorker, WorkerHandle } from './engineClient.ts';

export function withInlineEngine(start: StartWorker): StartWorker {
  return (events) => {
    let worker: WorkerHandle | undefined;
    return {
      post: (request, transfer) => {
        if (request.kind === 'evaluate' && isSmall(request.program)) {
          events.onReply({
            kind: 'values',
            requestId: request.requestId,
            values: runToCompletion(runOnce(request.program)),
          });
          return;
        }
        worker ??= start(events);
        worker.post(request, transfer);
      },
      answersAtOnce: isSmall,
      endWhenIdle: () => worker?.endWhenIdle(),
      terminate: () => worker?.terminate(),
    };
  };
}
