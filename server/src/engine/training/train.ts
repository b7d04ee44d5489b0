/** Training: a job that can be sent to a worker, and the run that takes its steps, which may be stopped between any two. */

import type { Precision } from '../ir/precision.ts';
import { fewNumbers, type Kernels, nativeKernels } from '../runtime/wasm/kernels.ts';
import { NativeTrainer } from '../runtime/wasm/training/wasmTrainer.ts';
import { Batches, type BatchMark, type BatchOrder } from './batches.ts';
import type { BatchProgram } from './batchProgram.ts';
import { PlainTrainer } from './jsTrainer.ts';
import type { OptimizerState } from './optimizers.ts';
import type { Trainer } from './trainer.ts';

/** Made of plain objects and arrays alone. */
export interface TrainingJob {
  /** One for each number of samples that is evaluated together. */
  readonly programs: readonly BatchProgram[];
  /** Where each param starts. */
  readonly params: readonly Float64Array[];
  /** What the optimizer remembers of each param from steps before; undefined where it starts anew. */
  readonly states: readonly (OptimizerState | undefined)[];
  /** All samples of each data, row-major. */
  readonly data: readonly Float64Array[];
  /** How many samples there are; 0 where the model has no data. */
  readonly samples: number;
  readonly order: BatchOrder;
  /** The optimizer's name. */
  readonly optimizer: string;
  /** Every hyperparameter by name. Those that the programs have a node for are read at each step instead. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** What params and samples are rounded to, and all that is computed from them. */
  readonly precision: Precision;
  /** How many steps were taken before: the order of the batches goes on from there. */
  readonly from: number;
  /** How many steps to take. */
  readonly steps: number;
  /**
   * Whether the objective is evaluated over whole sets too: of the samples that are held out at the end of each epoch,
   * of those that are trained on when it is asked for. The job has the programs for that, or for the steps alone.
   */
  readonly isMeasured: boolean;
  /** The params whose gradients together have a norm, by their places; none where it isn't asked for. */
  readonly layers?: readonly (readonly number[])[];
}

/** What may be another from one step to the next. */
export interface Settings {
  readonly order: BatchOrder;
  /** Hyperparameters that are these numbers, whatever the job says. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** As in a job. */
  readonly programs: readonly BatchProgram[];
}

/** All that a run is between two steps: one that goes on from it is the same, bit for bit. */
export interface RunState {
  /** How many steps were taken. */
  readonly step: number;
  readonly params: readonly Float64Array[];
  readonly states: readonly (OptimizerState | undefined)[];
  readonly mark: BatchMark | undefined;
}

/** How far training is, after a step. */
export interface Progress {
  /** The number of this step, and of the last one to take, both counted from 1 and with the steps before the job. */
  readonly step: number;
  readonly steps: number;
  /** Counted from 1. */
  readonly epoch: number;
  /** Whether every sample has been seen in this epoch now. */
  readonly endsEpoch: boolean;
  /** The objective over the step's own samples, as it was before the step. */
  readonly loss: number;
  /** The objective over the samples that are held out, after the step; where there are some, at the end of an epoch. */
  readonly heldOut?: number;
  /** Of the step's gradient, by layer; where the job names layers. */
  readonly norms?: readonly number[];
}

/** Why a run ended by itself. */
export type Ending =
  | { readonly kind: 'finished' }
  /** A step would have made an element of a param NaN or infinite: the params are those before it. */
  | { readonly kind: 'not-finite'; readonly step: number; readonly param: number; readonly value: number };

export class TrainingRun {
  readonly #job: TrainingJob;
  readonly #kernels: Kernels | null;
  #trainer: Trainer;
  #batches: Batches;
  /** The hyperparameters of the step that is taken. */
  readonly #hyperparameters: Record<string, number>;
  #settings: Settings;
  #step: number;

  /**
   * The job's own arrays stay as they are.
   * @param kernels what it runs on; `null` computes everything in TypeScript, in 64 bits with the same results.
   * @throws RangeError when the numbers don't fit into memory.
   */
  constructor(job: TrainingJob, kernels: Kernels | null = kernelsFor(job)) {
    this.#job = job;
    this.#kernels = kernels;
    this.#settings = { order: job.order, hyperparameters: {}, programs: job.programs };
    this.#step = job.from;
    this.#batches = new Batches(job.samples, job.order);
    this.#hyperparameters = { ...job.hyperparameters };
    this.#trainer = this.#trainerFrom(job);
  }

  /** Copies of where the params are now. */
  get params(): readonly Float64Array[] {
    return this.#trainer.params;
  }

  /** What the optimizer remembers of each param now. Of no use after a step that was not finite; so below. */
  get states(): readonly (OptimizerState | undefined)[] {
    return this.#trainer.states;
  }

  get batches(): Batches {
    return this.#batches;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** How many steps were taken. */
  get step(): number {
    return this.#step;
  }

  /** A copy, between two steps. */
  get state(): RunState {
    const { params, states } = this.#trainer;
    return { step: this.#step, params, states, mark: this.#batches.mark };
  }

  /** Is where a run was, with the settings that it had there: `steps` goes on from that. */
  restore({ step, params, states, mark }: RunState, settings: Settings): void {
    this.#step = step;
    this.change(settings, mark);
    this.#trainer.restore(params, states);
  }

  /** Goes on with other settings, between two steps. */
  change(settings: Settings, mark = this.#batches.mark): void {
    const isOther = settings.programs !== this.#settings.programs;
    this.#settings = settings;
    if (isOther) this.#trainer = this.#trainerFrom(this.#trainer);
    this.#batches = new Batches(this.#job.samples, settings.order, mark);
    Object.assign(this.#hyperparameters, this.#job.hyperparameters, settings.hyperparameters);
  }

  /**
   * Takes the steps. Yields its progress after each one, and `undefined` wherever else it may be stopped: in the middle
   * of a step that takes long, before its params have moved.
   */
  *steps(): Generator<Progress | undefined, Ending> {
    const { isMeasured, layers } = this.#job;
    while (this.#step < this.#last) {
      const step = this.#step;
      yield* this.#trainer.slices(this.#batches.of(step), step + 1);
      const loss = this.#trainer.objective;
      const norms = layers && { norms: this.#trainer.normsOf(layers) };
      const lost = this.#move();
      if (lost) return lost;
      const endsEpoch = this.#batches.endsEpoch(step);
      const epoch = this.#batches.epochOf(step) + 1;
      const isJudged = endsEpoch && isMeasured && this.#batches.heldOut.length > 0;
      if (isJudged) yield undefined;
      const heldOut = isJudged && { heldOut: yield* this.#heldOutLoss() };
      yield { step: step + 1, steps: this.#last, epoch, endsEpoch, loss, ...heldOut, ...norms };
    }
    return { kind: 'finished' };
  }

  /** Takes so many of the steps without looking at them, which is quickest. @returns why they ended before that. */
  take(count: number): Ending | undefined {
    const end = this.#step + count;
    while (this.#step < end) {
      if (this.#step >= this.#last) return { kind: 'finished' };
      this.#trainer.evaluate(this.#batches.of(this.#step), this.#step + 1);
      const lost = this.#move();
      if (lost) return lost;
    }
    return undefined;
  }

  /** The objective over all samples that are trained on, with the params of now. Asked for between two steps, of a job that is measured. */
  *trainingLoss(): Generator<undefined, number> {
    yield* this.#trainer.slices(this.#batches.training, undrawn);
    return this.#trainer.objective;
  }

  *#heldOutLoss(): Generator<undefined, number> {
    yield* this.#trainer.slices(this.#batches.heldOut, undrawn);
    return this.#trainer.objective;
  }

  /** The number of the last step to take. */
  get #last(): number {
    return this.#job.from + this.#job.steps;
  }

  #move(): (Ending & { kind: 'not-finite' }) | undefined {
    this.#trainer.readHyperparameters(this.#hyperparameters);
    Object.assign(this.#hyperparameters, this.#settings.hyperparameters);
    const lost = this.#trainer.move(this.#hyperparameters);
    if (lost) return { kind: 'not-finite', step: this.#step + 1, ...lost };
    this.#step++;
    return undefined;
  }

  #trainerFrom({ params, states }: Pick<TrainingJob, 'params' | 'states'>): Trainer {
    const { programs } = this.#settings;
    const trainer = this.#kernels
      ? new NativeTrainer(this.#job, programs, this.#kernels)
      : new PlainTrainer(this.#job, programs);
    trainer.restore(params, states);
    return trainer;
  }
}

/** A few steps of a small model may be over before the kernels are there. */
function kernelsFor({ programs, steps, precision }: TrainingJob): Kernels | null {
  const numbers = programs.reduce((total, { program }) => total + program.elements, 0);
  return precision === 'f64' && steps * numbers <= fewNumbers ? null : nativeKernels();
}

/** What random operators draw by where a whole set is measured: as lenses show it. */
const undrawn = 0;
