/** A run of a training session from the numbers of the text on: the work in the engine, where it ends, and how far it was when it was seen last. */

import type { Values } from '../../engine/runtime/execute.ts';
import { Batches } from '../../engine/training/batches.ts';
import type { Look, Moment } from '../../engine/training/session/commands.ts';
import type { TrainingJob } from '../../engine/training/train.ts';
import type { Trainable } from '../../training/refusal.ts';
import type { SessionPlan, SessionUnderway } from '../../training/sessionJob.ts';
import type { Server } from '../feature.ts';

export type Phase = 'running' | 'paused' | 'done';

/** Samples as they are gone through, with the programs for that. */
type Divided = Pick<TrainingJob, 'order' | 'programs' | 'samples'>;

interface Events {
  readonly onMoment: (moment: Moment) => void;
  /** The reason is a part of a sentence. */
  readonly onLost: (reason: string) => void;
}

export class LedRun {
  readonly plan: SessionPlan;
  /** The step at which it begins: that of the text. */
  readonly first: number;
  readonly #underway: SessionUnderway;
  readonly #epochs: number | undefined;
  #training: Omit<Divided, 'samples'>;
  #batches: Batches;
  /** Null where it goes on until it is paused. */
  #lastStep: number | null;
  /** Whether it was sent off to run. */
  #isSent = false;
  #isOver = false;
  #moment: Moment | undefined;
  #values: Values | undefined;

  constructor(server: Server, { model }: Trainable, plan: SessionPlan, { onMoment, onLost }: Events) {
    const { training } = plan.job;
    this.plan = plan;
    this.first = training.from;
    this.#epochs = model.training.schedule.epochs;
    this.#training = training;
    this.#batches = new Batches(training.samples, training.order);
    this.#lastStep = this.#afterEpochs(this.first);
    this.#underway = server.lead(plan.job, (moment) => {
      if (this.#isOver) return;
      this.#moment = moment;
      this.#values = moment.values ?? this.#values;
      if (moment.trouble) this.#isSent = false;
      onMoment(moment);
    });
    this.#underway.ended.then((lost) => {
      if (lost !== undefined && !this.#isOver) onLost(lost);
    });
  }

  /** Undefined until it has been seen. */
  get moment(): Moment | undefined {
    return this.#moment;
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
    const { batch } = this.#training.order;
    return batch !== undefined && batch < this.#batches.training.length ? batch : null;
  }

  get phase(): Phase {
    const { step = this.first } = this.#moment ?? {};
    if (this.#lastStep !== null && step >= this.#lastStep) return 'done';
    return this.#isSent ? 'running' : 'paused';
  }

  run(): void {
    this.#takeMore();
    this.#isSent = true;
    this.#underway.tell({ kind: 'run', until: this.#lastStep ?? Number.POSITIVE_INFINITY });
  }

  step(): void {
    this.#takeMore();
    this.#isSent = false;
    this.#underway.tell({ kind: 'step' });
  }

  pause(): void {
    this.#isSent = false;
    this.hold();
  }

  /** Pauses it for a moment: `change` lets it go on, where it was sent off to run. */
  hold(): void {
    this.#underway.tell({ kind: 'pause' });
  }

  show(step: number): void {
    this.#isSent = false;
    this.#underway.tell({ kind: 'show', step });
  }

  look(look: Look): void {
    this.#underway.tell({ kind: 'look', ...look });
  }

  /** Takes the steps from now on with another learning rate. @param lr undefined where it is as the text says. */
  changeLr(lr: number | undefined): void {
    const { order, programs } = this.#training;
    const hyperparameters: Readonly<Record<string, number>> = lr === undefined ? {} : { lr };
    this.#underway.tell({ kind: 'change', batch: order.batch, hyperparameters, programs });
  }

  /** Takes the steps from now on with other batches. It is held, and was seen so. @param lr as above. */
  changeBatches({ order, programs, samples }: Divided, lr: number | undefined): void {
    const { stepsPerEpoch } = this.#batches;
    this.#batches = new Batches(samples, order);
    this.#training = { order, programs };
    if (this.#lastStep !== null) {
      const { step = this.first } = this.#moment ?? {};
      const epochs = Math.max(0, Math.floor((this.#lastStep - step) / stepsPerEpoch));
      this.#lastStep = step + epochs * this.#batches.stepsPerEpoch;
    }
    this.changeLr(lr);
    if (this.phase === 'running') this.run();
  }

  end(): void {
    this.#isOver = true;
    this.#underway.end();
  }

  /** Where the epochs that the text names are over, as many again. */
  #takeMore(): void {
    if (this.phase === 'done') this.#lastStep = this.#afterEpochs(this.#moment?.step ?? this.first);
  }

  #afterEpochs(step: number): number | null {
    return this.#epochs === undefined ? null : step + this.#epochs * this.#batches.stepsPerEpoch;
  }
}
