/** A real engine thread that fails in the middle of its work. */

import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { EngineRequest } from '../../../server/src/engine/engineMessages.ts';
import type { StartWorker } from '../../../server/src/evaluation/engineClient.ts';
import { workerHandle } from '../../../server/src/node/workerThread.ts';
import { bundledEngine } from '../processes/bundles.ts';
import { type Misbehavior, misbehaviors, startMisbehavingWorker } from './threads.ts';

/**
 * The message that makes the thread fail: the one after a number of others of its kind, or `idle`, sent by the test.
 */
export interface Trigger {
  readonly kind: EngineRequest['kind'] | 'idle';
  readonly after?: number;
}

const engine = JSON.stringify(bundledEngine);

export class FaultyThread {
  readonly #worker: Worker;
  readonly #exited: Promise<unknown>;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#exited = new Promise((resolve) => worker.once('exit', resolve));
  }

  /** Resolves when the thread is ready, so that its start does not count as a part of any time limit. */
  static async create(fault: Misbehavior, { kind, after = 0 }: Trigger): Promise<FaultyThread> {
    const source = `
      const { parentPort } = require('node:worker_threads');
      let left = ${after};
      const { on } = parentPort;
      parentPort.on = (name, listener) => on.call(parentPort, name, (message) => {
        if (message.kind === '${kind}' && left-- === 0) { ${misbehaviors[fault]} }
        listener(message);
      });
      import(${engine}).then(() => parentPort.postMessage('ready'));`;
    const worker = startMisbehavingWorker(source);
    await once(worker, 'message');
    return new FaultyThread(worker);
  }

  readonly start: StartWorker = (events) => workerHandle(this.#worker, events);

  /** Makes an idle thread fail. Resolves when it has exited, which a hanging thread never does. */
  async failIdle(fault: Misbehavior): Promise<void> {
    this.#worker.postMessage({ kind: 'idle' });
    if (fault !== 'hangs') await this.#exited;
  }
}
