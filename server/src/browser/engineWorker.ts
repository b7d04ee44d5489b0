/** Entry point of the engine in a web worker. */

import type { EngineRequest } from '../engine/engineMessages.ts';
import { EngineService } from '../engine/engineService.ts';

declare const self: DedicatedWorkerGlobalScope;

const engine = new EngineService({
  reply: (reply, transfer) => self.postMessage(reply, transfer),
  pause,
  now: () => performance.now(),
  startTimer: (callback, milliseconds) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
});

self.onmessage = ({ data }: MessageEvent<EngineRequest>) => void engine.receive(data);

// Browsers report errors, but not rejections, to the owner of a worker.
self.onunhandledrejection = ({ reason }) => reportError(reason);

/** Lets pending messages in: a message to oneself is queued behind them, and arrives sooner than a timer. */
function pause(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
