/** Drives a training session of one file: shows its values in every view, stops it, and keeps a step in the text. */

import type { Connection } from 'vscode-languageserver';
import type { SessionJob, SessionState } from '../../engine/training/session/sessionCommands.ts';
import { applyEdits } from '../../language/text/edits.ts';
import type { TrainableSnapshot } from '../../snapshot/training/trainable.ts';
import { trainedValuesOf } from '../../training/createTrainingJob.ts';
import { hasMoved, stepFromRun } from '../../training/stepEdits.ts';
import type { Services } from '../feature.ts';
import { applyStep } from './applyStep.ts';
import { Poller } from './poller.ts';
import { SessionClient } from './sessionClient.ts';
import { SessionDocument } from './sessionDocument.ts';

export interface DriverContext extends Pick<Services, 'client' | 'documents' | 'evaluator'> {
  readonly uri: string;
  readonly connection: Connection;
}

export interface DriverEvents {
  /** Called with each polled state. Its duration counts as the time to show the state. */
  readonly onState: (state: SessionState) => void;
  /** Called when the worker is lost; the reason is part of a sentence. */
  readonly onLost: (reason: string) => void;
}

/** The outcome of keeping a step: `declined` if the text changed at the same time. */
export type KeepOutcome = 'kept' | 'unchanged' | 'declined';

export interface DriverOptions {
  /** Steps of a run if the text names no epochs; undefined to run until the loss plateaus. */
  readonly steps?: number;
  /** In milliseconds, from one poll to the next. */
  readonly pollInterval?: number;
}

export class TrainingDriver {
  readonly document: SessionDocument;
  readonly poller: Poller;
  readonly #context: DriverContext;
  readonly #events: DriverEvents;
  readonly #options: DriverOptions;
  #session: SessionClient;
  #textStep: number;
  #onStopped: ((state: SessionState | undefined) => void) | undefined;

  constructor(
    context: DriverContext,
    snapshot: TrainableSnapshot,
    job: SessionJob,
    events: DriverEvents,
    options: DriverOptions = {},
  ) {
    this.#context = context;
    this.#events = events;
    this.#options = options;
    this.document = new SessionDocument(context.documents, context.uri, snapshot);
    this.poller = new Poller((request) => this.#session.poll(request), options.pollInterval);
    this.#session = this.#startSession(job);
    this.#textStep = this.#session.firstStep;
  }

  get session(): SessionClient {
    return this.#session;
  }

  /** The step whose params the text has. */
  get textStep(): number {
    return this.#textStep;
  }

  /** Replaces the session by a new one that starts from the params of the text. */
  restart(job: SessionJob): void {
    this.#session.end();
    this.#session = this.#startSession(job);
    this.#textStep = this.#session.firstStep;
  }

  /**
   * Shows the values of the step that the session is at.
   * @returns false if the text has changed.
   */
  show(): boolean {
    const { state, values } = this.#session;
    return this.document.show(state === undefined || state.shownStep === this.#textStep ? undefined : values);
  }

  /**
   * Waits for a session that was told to stop.
   * @returns its state with its params; undefined if polling stops first.
   */
  whenStopped(): Promise<SessionState | undefined> {
    return new Promise((resolve) => {
      this.#onStopped = resolve;
      if (this.poller.isStopped) this.#resolveStopped(undefined);
      else this.poller.pollNow({ includesRunState: true });
    });
  }

  /**
   * Writes the params of a step into the text as one edit; those that the text does not hold are stored beside it.
   * @param label names the edit in the editor's menu.
   * @param onArrived called when the edit has been applied.
   */
  async keep(
    label: string,
    { runState, shownStep }: SessionState,
    onArrived: (text: string) => void = () => undefined,
  ): Promise<KeepOutcome> {
    const { uri, connection } = this.#context;
    const { snapshot } = this.document;
    const currentParams = trainedValuesOf(snapshot);
    if (runState === undefined || !hasMoved(currentParams, runState.params)) return 'unchanged';
    const step = stepFromRun(snapshot.model, currentParams, runState);
    const text = applyEdits(snapshot.text, step.edits);
    this.document.expect({
      text,
      onArrived: () => {
        this.#textStep = shownStep;
        onArrived(text);
      },
    });
    const isApplied = await applyStep(connection, this.#context, label, { uri, snapshot }, step).catch(() => false);
    if (isApplied) return 'kept';
    this.document.expect(undefined);
    return 'declined';
  }

  /** Stops polling and resolves a pending `whenStopped`. */
  stopPolling(): void {
    this.poller.stop();
    this.#resolveStopped(undefined);
  }

  /** Ends the session, and shows the text's own values. */
  end(): void {
    this.stopPolling();
    this.#session.end();
    this.document.show(undefined);
  }

  #startSession(job: SessionJob): SessionClient {
    const events = {
      onState: (state: SessionState) => this.#onState(state),
      onLost: (reason: string) => {
        this.stopPolling();
        this.#events.onLost(reason);
      },
    };
    return new SessionClient(this.#context.evaluator, this.document.snapshot, job, events, this.#options.steps);
  }

  #onState(state: SessionState): void {
    const start = performance.now();
    this.#events.onState(state);
    this.poller.onPolled(state, performance.now() - start);
    if (state.runState) this.#resolveStopped(state);
  }

  #resolveStopped(state: SessionState | undefined): void {
    this.#onStopped?.(state);
    this.#onStopped = undefined;
  }
}
