/** External store of the training state: it changes many times a second, and only subscribers re-render. */

import { useSyncExternalStore } from 'react';
import type { TrainingCommand, TrainingUpdate } from '../../../../protocol/panel/training.ts';
import type { Bridge, PanelEvent } from '../bridge.ts';
import { applyCommand, applyUpdate, closedView, type TrainingView } from './trainingView.ts';

export class TrainingStore {
  readonly #bridge: Bridge;
  readonly #listeners = new Set<() => void>();
  #uri: string | undefined;
  #view: TrainingView = closedView;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  get view(): TrainingView {
    return this.#view;
  }

  /** Subscribes to the extension; returns the unsubscribe function. */
  connect(): () => void {
    return this.#bridge.listen((event) => this.#onEvent(event));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  command(command: TrainingCommand): void {
    this.#bridge.post({ kind: 'training', command });
    this.#setView(applyCommand(this.#view, command));
  }

  #onEvent(event: PanelEvent): void {
    if (event.kind === 'file' && event.uri !== this.#uri) {
      this.#uri = event.uri;
      this.#setView(closedView);
    } else if (event.kind === 'training') this.#onTraining(event.update);
  }

  #onTraining(update: TrainingUpdate): void {
    if (update.uri === this.#uri) this.#setView(applyUpdate(this.#view, update));
  }

  #setView(view: TrainingView): void {
    if (view === this.#view) return;
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}

export function useTrainingView(store: TrainingStore): TrainingView {
  return useSyncExternalStore(store.subscribe, () => store.view);
}

/** True if training is shown. */
export function useIsTraining(store: TrainingStore): boolean {
  return useSyncExternalStore(store.subscribe, () => store.view.kind !== 'closed' && store.view.kind !== 'closing');
}
