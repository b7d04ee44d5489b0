/** Holds what is known of training. It changes many times a second: those parts of the panel are drawn anew that ask for it. */

import { useSyncExternalStore } from 'react';
import type { Training, TrainingOrder } from '../../../../server/src/protocol/panel/training.ts';
import type { Bridge, Told } from '../bridge.ts';
import { afterOrder, afterPush, closed, type Shown } from './session.ts';

export class TrainingStore {
  readonly #bridge: Bridge;
  readonly #listeners = new Set<() => void>();
  #uri: string | undefined;
  #shown: Shown = closed;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  get shown(): Shown {
    return this.#shown;
  }

  /** Listens to the extension from now on; returns how to stop that. */
  start(): () => void {
    return this.#bridge.listen((told) => this.#hear(told));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  order(order: TrainingOrder): void {
    this.#bridge.say({ kind: 'training', order });
    this.#change(afterOrder(this.#shown, order));
  }

  #hear(told: Told): void {
    if (told.kind === 'file' && told.uri !== this.#uri) {
      this.#uri = told.uri;
      this.#change(closed);
    } else if (told.kind === 'training') this.#push(told.training);
  }

  #push(training: Training): void {
    if (training.uri === this.#uri) this.#change(afterPush(this.#shown, training));
  }

  #change(shown: Shown): void {
    if (shown === this.#shown) return;
    this.#shown = shown;
    for (const listener of this.#listeners) listener();
  }
}

export function useShownTraining(store: TrainingStore): Shown {
  return useSyncExternalStore(store.subscribe, () => store.shown);
}

/** Whether anything is shown of training. */
export function useIsTraining(store: TrainingStore): boolean {
  return useSyncExternalStore(store.subscribe, () => store.shown.kind !== 'closed' && store.shown.kind !== 'closing');
}
