/** External store of the training state: it changes many times a second, and only subscribers re-render. */

import { useSyncExternalStore } from 'react';
import type { TrainingCommand, TrainingUpdate } from '../../../../protocol/panel/training.ts';
import type { Bridge, PageEvent } from '../bridge.ts';
import { applyCommand, applyUpdate, closedPane, hasUnkeptSteps, type TrainingPaneState } from './paneState.ts';

export class TrainingStore {
  readonly #bridge: Bridge;
  readonly #listeners = new Set<() => void>();
  #uri: string | undefined;
  #state: TrainingPaneState = closedPane;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  get state(): TrainingPaneState {
    return this.#state;
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
    this.#setState(applyCommand(this.#state, command));
  }

  /** Closes the session, or stops it and asks first if steps would be lost. */
  requestClose(): void {
    const state = this.#state;
    if (state.kind !== 'session' || !hasUnkeptSteps(state.state)) {
      this.command({ kind: 'close' });
      return;
    }
    if (state.state.phase === 'running') this.command({ kind: 'pause' });
    this.#setState({ ...state, isClosing: true });
  }

  /** Leaves the session open after all. */
  cancelClose(): void {
    if (this.#state.kind === 'session') this.#setState({ ...this.#state, isClosing: false });
  }

  #onEvent(event: PageEvent): void {
    if (event.kind === 'file' && event.uri !== this.#uri) {
      this.#uri = event.uri;
      this.#setState(closedPane);
    } else if (event.kind === 'training') this.#onTraining(event.update);
  }

  #onTraining(update: TrainingUpdate): void {
    if (update.uri === this.#uri) this.#setState(applyUpdate(this.#state, update));
  }

  #setState(state: TrainingPaneState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export function useTrainingPaneState(store: TrainingStore): TrainingPaneState {
  return useSyncExternalStore(store.subscribe, () => store.state);
}

/** True if training is shown. */
export function useIsTraining(store: TrainingStore): boolean {
  return useSyncExternalStore(store.subscribe, () => store.state.kind !== 'closed' && store.state.kind !== 'closing');
}
