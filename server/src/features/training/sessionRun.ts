/** A run of a training session from the numbers of the text on: the work in the engine, where it ends, and how far it was when it was seen last. */

import type { Values } from '../../engine/ir/values.ts';
import { Batches } from '../../engine/training/batches.ts';
import type { TrainingJob } from '../../engine/training/job.ts';
import type { PollRequest, SessionState } from '../../engine/training/session/commands.ts';
import type { Trainable } from '../../training/refusal.ts';
import type { RunningSession, SessionPlan } from '../../training/sessionJob.ts';
import type { Server } from '../feature.ts';

export type Phase = 'running' | 'paused' | 'done';

/** Samples as they are gone through, with the programs for that. */
type BatchPlan = Pick<TrainingJob, 'schedule' | 'programs' | 'samples'>;

interface RunEvents {
  readonly onState: (sessionState: SessionState) => void;
  /** The reason is a part of a sentence. */
  readonly onLost: (reason: string) => void;
}

export class SessionRun {
  readonly plan: SessionPlan;
  /** The step at which it begins: that of the text. */
  readonly firstStep: number;
  readonly #handle: RunningSession;
  readonly #epochs: number | undefined;
  #training: Omit<BatchPlan, 'samples'>;
  #batches: Batches;
  /** Null where it goes on until it is paused. */
  #lastStep: number | null;
  /** Whether it was sent off to run. */
  #isRunning = false;
  #hasEnded = false;
  #sessionState: SessionState | undefined;
  #values: Values | undefined;

  constructor(server: Server, { model }: Trainable, plan: SessionPlan, { onState, onLost }: RunEvents) {
    const { training } = plan.job;
    this.plan = plan;
    this.firstStep = training.startStep;
    this.#epochs = model.training.schedule.epochs;
    this.#training = training;
    this.#batches = new Batches(training.samples, training.schedule);
    this.#lastStep = this.#lastStepAfterEpochs(this.firstStep);
    this.#handle = server.startSession(plan.job, (sessionState) => {
      if (this.#hasEnded) return;
      this.#sessionState = sessionState;
      this.#values = sessionState.values ?? this.#values;
      if (sessionState.pauseReason) this.#isRunning = false;
      onState(sessionState);
    });
    this.#handle.ended.then((reason) => {
      if (reason !== undefined && !this.#hasEnded) onLost(reason);
    });
  }

  /** Undefined until it has been seen. */
  get sessionState(): SessionState | undefined {
    return this.#sessionState;
  }

  /** Of the whole model, with the params of the step that is shown. */
  get values(): Values | undefined {
    return this.#values;
  }

  get batches(): Batches {
    return this.#batches;
  }

  get lastStep(): number | null {
    return this.#lastStep;
  }

  /** Samples a step; null for all of them. */
  get batch(): number | null {
    const { batch } = this.#training.schedule;
    return batch !== undefined && batch < this.#batches.training.length ? batch : null;
  }

  get phase(): Phase {
    const { step = this.firstStep } = this.#sessionState ?? {};
    if (this.#lastStep !== null && step >= this.#lastStep) return 'done';
    return this.#isRunning ? 'running' : 'paused';
  }

  run(): void {
    this.#extendIfDone();
    this.#isRunning = true;
    this.#handle.send({ kind: 'run', until: this.#lastStep ?? Number.POSITIVE_INFINITY });
  }

  step(): void {
    this.#extendIfDone();
    this.#isRunning = false;
    this.#handle.send({ kind: 'step' });
  }

  pause(): void {
    this.#isRunning = false;
    this.suspend();
  }

  /** Pauses it for a moment: `change` lets it go on, where it was sent off to run. */
  suspend(): void {
    this.#handle.send({ kind: 'pause' });
  }

  show(step: number): void {
    this.#isRunning = false;
    this.#handle.send({ kind: 'show', step });
  }

  poll(poll: PollRequest): void {
    this.#handle.send({ kind: 'poll', ...poll });
  }

  /** Takes the steps from now on with another learning rate. @param lr undefined where it is as the text says. */
  setLearningRate(lr: number | undefined): void {
    const { schedule, programs } = this.#training;
    const hyperparameters: Readonly<Record<string, number>> = lr === undefined ? {} : { lr };
    this.#handle.send({ kind: 'change', batch: schedule.batch, hyperparameters, programs });
  }

  /** Takes the steps from now on with other batches. It is held, and was seen so. @param lr as above. */
  setBatches({ schedule, programs, samples }: BatchPlan, lr: number | undefined): void {
    const { stepsPerEpoch } = this.#batches;
    this.#batches = new Batches(samples, schedule);
    this.#training = { schedule, programs };
    if (this.#lastStep !== null) {
      const { step = this.firstStep } = this.#sessionState ?? {};
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

  /** Where the epochs that the text names are over, as many again. */
  #extendIfDone(): void {
    if (this.phase === 'done') this.#lastStep = this.#lastStepAfterEpochs(this.#sessionState?.step ?? this.firstStep);
  }

  #lastStepAfterEpochs(step: number): number | null {
    return this.#epochs === undefined ? null : step + this.#epochs * this.#batches.stepsPerEpoch;
  }
}
