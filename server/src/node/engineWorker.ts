/** Entry point of the engine in a worker thread. */

import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import type { EngineRequest } from '../engine/engineMessages.ts';
import { EngineService } from '../engine/engineService.ts';
import { endWhenIdleMessage } from './endWhenIdleMessage.ts';
import { enablePairedVectors } from './v8/pairedVectors.ts';

if (parentPort === null) throw new Error('The engine runs in a worker thread.');
const port = parentPort;

enablePairedVectors();
const engine = new EngineService({
  reply: (reply, transfer) => port.postMessage(reply, transfer),
  pause: () => setImmediate(),
  now: () => performance.now(),
  startTimer: (callback, milliseconds) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
});

port.on('message', (request: EngineRequest | typeof endWhenIdleMessage) => {
  if (request === endWhenIdleMessage) port.close();
  else void engine.receive(request);
});
