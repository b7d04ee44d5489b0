/** A training session in the worker, seen from the server: its commands, its last step and its last known state. */

import type { Values } from '../../engine/ir/values.ts';
import { Batches, withBatchSize } from '../../engine/training/batches.ts';
import {
  maxOpenSteps,
  type PollRequest,
  type SessionJob,
  type SessionState,
} from '../../engine/training/session/sessionCommands.ts';
import type { TrainingJob } from '../../engine/training/trainingJob.ts';
import type { Evaluator, SessionHandle } from '../../evaluation/evaluator.ts';
import { runInTurns } from '../../evaluation/timeSlices.ts';
import { dependsOnSteps, hasCondition } from '../../language/lowering/model.ts';
import type { TrainableSnapshot } from '../../snapshot/training/trainable.ts';
import { withSummarizedValuesInSlices } from '../../snapshot/withValues.ts';

export type Phase = 'running' | 'paused' | 'done';

/** The samples in the order of the batches, and the programs for them. */
type BatchSettings = Pick<TrainingJob, 'batchOrder' | 'programs' | 'sampleCount'>;

/** Values with at least this many elements are summarized in slices before they are shown. */
const minSlicedElements = 1 << 17;

interface SessionEvents {
  readonly onState: (state: SessionState) => void;
  /** The reason is part of a sentence. */
  readonly onLost: (reason: string) => void;
}

export class SessionClient {
  /** The number of steps taken before the session. */
  readonly firstStep: number;
  readonly #handle: SessionHandle;
  readonly #epochs: number | undefined;
  readonly #stepsWithoutEpochs: number | undefined;
  /** True if hyperparameters depend on the number of steps of a run. */
  readonly #endsWithSchedule: boolean;
  #batchSettings: Omit<BatchSettings, 'sampleCount'>;
  #batches: Batches;
  /** Null if it runs until the loss plateaus. */
  #lastStep: number | null;
  /** True if the last command was to run. */
  #isRunning = false;
  #hasEnded = false;
  #state: SessionState | undefined;
  #values: Values | undefined;

  /** @param stepsWithoutEpochs the number of steps if the text names no epochs; undefined to run until the loss plateaus. */
  constructor(
    evaluator: Evaluator,
    snapshot: TrainableSnapshot,
    job: SessionJob,
    { onState, onLost }: SessionEvents,
    stepsWithoutEpochs?: number,
  ) {
    const { trainingJob } = job;
    this.#stepsWithoutEpochs = hasCondition(snapshot.model.trainingPlan) ? maxOpenSteps : stepsWithoutEpochs;
    this.firstStep = trainingJob.startStep;
    this.#epochs = snapshot.model.trainingPlan.settings.epochs;
    this.#endsWithSchedule = dependsOnSteps(snapshot.model.trainingPlan);
    this.#batchSettings = trainingJob;
    this.#batches = new Batches(trainingJob.sampleCount, trainingJob.batchOrder);
    this.#lastStep = this.#lastStepAfterEpochs(this.firstStep);
    // The values are shown in an overlay, without the steps that led to those of the text.
    const { trainingProgress: _, ...overlaid } = snapshot;
    const show = (state: SessionState): void => {
      if (this.#hasEnded) return;
      this.#state = state;
      this.#values = state.values ?? this.#values;
      if (state.pauseReason) this.#isRunning = false;
      onState(state);
    };
    this.#handle = evaluator.startSession(job, (state) => {
      const { values } = state;
      if (values === undefined || values.data.length < minSlicedElements) show(state);
      // Fills the caches from which the answers take the summaries.
      else
        void runInTurns(withSummarizedValuesInSlices(overlaid, values), () => !this.#hasEnded).then(() => show(state));
    });
    this.#handle.ended.then((reason) => {
      if (reason !== undefined && !this.#hasEnded) onLost(reason);
    });
  }

  /** Undefined until the first poll is answered. */
  get state(): SessionState | undefined {
    return this.#state;
  }

  /** The values of the whole model, with the params of the step that is shown. */
  get values(): Values | undefined {
    return this.#values;
  }

  get batches(): Batches {
    return this.#batches;
  }

  get lastStep(): number | null {
    return this.#lastStep;
  }

  /** The epoch that the last step completes; null if there is no last step, or if it ends within an epoch. */
  get lastEpoch(): number | null {
    const lastStep = this.#lastStep;
    if (lastStep === null || this.#batches.isWithinEpoch(lastStep)) return null;
    return this.#batches.epochsBegunBefore(lastStep);
  }

  /** Samples per step; null for all of them. */
  get batch(): number | null {
    const { batch } = this.#batchSettings.batchOrder;
    return batch !== undefined && batch < this.#batches.trainingSamples.length ? batch : null;
  }

  get phase(): Phase {
    const { step = this.firstStep } = this.#state ?? {};
    if (this.#lastStep !== null && step >= this.#lastStep) return 'done';
    return this.#isRunning ? 'running' : 'paused';
  }

  /** Takes steps until the last one, or until the loss is not finite unless `ignoresNonFiniteLoss` is set. */
  run({ ignoresNonFiniteLoss = false } = {}): void {
    this.#extendIfDone();
    this.#isRunning = true;
    this.#handle.send({ kind: 'run', until: this.#lastStep ?? undefined, ignoresNonFiniteLoss });
  }

  step(): void {
    this.#extendIfDone();
    this.#isRunning = false;
    this.#handle.send({ kind: 'step' });
  }

  pause(): void {
    this.#isRunning = false;
    this.#handle.send({ kind: 'pause' });
  }

  /** Pauses for `setBatches`, which continues a session that was running. */
  suspend(): void {
    this.#handle.send({ kind: 'pause' });
  }

  seek(step: number): void {
    this.#isRunning = false;
    this.#handle.send({ kind: 'seek', step });
  }

  poll(poll: PollRequest): void {
    this.#handle.send({ kind: 'poll', ...poll });
  }

  /** Limits the number of steps taken in a second; null for as many as can be taken. */
  setPace(stepsPerSecond: number | null): void {
    this.#handle.send({ kind: 'pace', stepsPerSecond: stepsPerSecond ?? undefined });
  }

  /** Sets the learning rate of further steps. @param lr the learning rate; undefined for that of the text. */
  setLearningRate(lr: number | undefined): void {
    const { batchOrder, programs } = this.#batchSettings;
    const hyperparameters: Readonly<Record<string, number>> = lr === undefined ? {} : { lr };
    this.#handle.send({ kind: 'set', batch: batchOrder.batch, hyperparameters, programs });
  }

  /**
   * Sets the batches of further steps; the session must have stopped.
   * @param lr the learning rate; undefined for that of the text.
   */
  setBatches({ batchOrder, programs, sampleCount }: BatchSettings, lr: number | undefined): void {
    const { stepsPerEpoch } = this.#batches;
    const { step = this.firstStep } = this.#state ?? {};
    const order = withBatchSize(this.#batchSettings.batchOrder, batchOrder.batch, step, this.#batches);
    this.#batches = new Batches(sampleCount, order);
    this.#batchSettings = { batchOrder: order, programs };
    if (this.#lastStep !== null && this.#endsWithSchedule) this.#lastStep = this.#lastStepAfterEpochs(step);
    else if (this.#lastStep !== null) {
      const epochs = Math.max(0, Math.floor((this.#lastStep - step) / stepsPerEpoch));
      this.#lastStep = step + epochs * this.#batches.stepsPerEpoch;
    }
    this.setLearningRate(lr);
    if (this.phase === 'running') this.run();
  }

  end(): void {
    this.#hasEnded = true;
    this.#handle.end();
  }

  /** Lets a session that is done take the same number of steps again. */
  #extendIfDone(): void {
    if (this.phase === 'done') this.#lastStep = this.#lastStepAfterEpochs(this.#state?.step ?? this.firstStep);
  }

  #lastStepAfterEpochs(step: number): number | null {
    if (this.#epochs === undefined)
      return this.#stepsWithoutEpochs === undefined ? null : step + this.#stepsWithoutEpochs;
    if (this.#endsWithSchedule) return this.#batches.endOfRun(step, this.#epochs);
    return step + this.#epochs * this.#batches.stepsPerEpoch;
  }
}
