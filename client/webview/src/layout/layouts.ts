/** Has graphs laid out in the worker, the newest first: an older one that is under way is given up for it. */

import ELK, { type ELK as Elk } from 'elkjs/lib/elk-api.js';
import type { GraphStructure } from '../../../../server/src/protocol/graph.ts';
import { elkGraphOf } from './elkGraph.ts';
import { type Placement, placementOf } from './placement.ts';

/** How long a worker may still be busy with an older graph before it is replaced, in milliseconds: longer than a new one takes to start. */
const patience = 400;

interface Order {
  readonly structure: GraphStructure;
  readonly resolve: (placement: Placement | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

export class Layouts {
  readonly #startWorker: () => Worker;
  #elk: Elk | undefined;
  #busyWith: Order | undefined;
  #waiting: Order | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(startWorker: () => Worker) {
    this.#startWorker = startWorker;
  }

  /** Undefined where a newer graph came before it was laid out. Rejects where ELK can't lay it out. */
  place(structure: GraphStructure): Promise<Placement | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting?.resolve(undefined);
      this.#waiting = { structure, resolve, reject };
      if (!this.#busyWith) this.#next();
      else this.#timer ??= setTimeout(() => this.#replaceWorker(), patience);
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#elk?.terminateWorker();
    this.#waiting?.resolve(undefined);
    this.#busyWith?.resolve(undefined);
    this.#elk = this.#waiting = this.#busyWith = undefined;
  }

  #next(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const order = this.#waiting;
    this.#busyWith = order;
    this.#waiting = undefined;
    if (!order) return;
    this.#elk ??= new ELK({ workerFactory: this.#startWorker, algorithms: ['layered'] });
    this.#elk.layout(elkGraphOf(order.structure)).then(
      (laidOut) =>
        this.#end(order, () => order.resolve(this.#waiting ? undefined : placementOf(order.structure, laidOut))),
      (reason) => this.#end(order, () => order.reject(reason)),
    );
  }

  #end(order: Order, answer: () => void): void {
    if (this.#busyWith !== order) return;
    answer();
    this.#next();
  }

  #replaceWorker(): void {
    this.#elk?.terminateWorker();
    this.#elk = undefined;
    this.#busyWith?.resolve(undefined);
    this.#next();
  }
}
