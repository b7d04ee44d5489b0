/** Training: a job that can be sent to a worker, and the run that takes its steps, which may be stopped between any two. */

import { type Kernels, maxJsElements, wasmKernels } from '../runtime/wasm/kernels.ts';
import { type BatchCursor, Batches, type BatchSchedule } from './batches.ts';
import type { BatchProgram } from './batchProgram.ts';
import type { TrainingJob } from './job.ts';
import { JsTrainer } from './jsTrainer.ts';
import type { OptimizerState } from './optimizers.ts';
import type { Trainer } from './trainer.ts';
import { WasmTrainer } from './wasm/wasmTrainer.ts';

/** What may be another from one step to the next. */
export interface TrainingSettings {
  readonly schedule: BatchSchedule;
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
  readonly cursor: BatchCursor | undefined;
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
export type StopReason =
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
  #settings: TrainingSettings;
  #step: number;

  /**
   * The job's own arrays stay as they are.
   * @param kernels what it runs on; `null` computes everything in TypeScript, in 64 bits with the same results.
   * @throws RangeError when the numbers don't fit into memory.
   */
  constructor(job: TrainingJob, kernels: Kernels | null = selectKernels(job)) {
    this.#job = job;
    this.#kernels = kernels;
    this.#settings = { schedule: job.schedule, hyperparameters: {}, programs: job.programs };
    this.#step = job.startStep;
    this.#batches = new Batches(job.samples, job.schedule);
    this.#hyperparameters = { ...job.hyperparameters };
    this.#trainer = this.#createTrainer(job);
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

  get settings(): TrainingSettings {
    return this.#settings;
  }

  /** How many steps were taken. */
  get step(): number {
    return this.#step;
  }

  /** A copy, between two steps. */
  get state(): RunState {
    const { params, states } = this.#trainer;
    return { step: this.#step, params, states, cursor: this.#batches.cursor };
  }

  /** Is where a run was, with the settings that it had there: `steps` goes on from that. */
  restore({ step, params, states, cursor }: RunState, settings: TrainingSettings): void {
    this.#step = step;
    this.configure(settings, cursor);
    this.#trainer.restore(params, states);
  }

  /** Goes on with other settings, between two steps. */
  configure(settings: TrainingSettings, cursor = this.#batches.cursor): void {
    const hasNewPrograms = settings.programs !== this.#settings.programs;
    this.#settings = settings;
    if (hasNewPrograms) this.#trainer = this.#createTrainer(this.#trainer);
    this.#batches = new Batches(this.#job.samples, settings.schedule, cursor);
    Object.assign(this.#hyperparameters, this.#job.hyperparameters, settings.hyperparameters);
  }

  /**
   * Takes the steps. Yields its progress after each one, and `undefined` wherever else it may be stopped: in the middle
   * of a step that takes long, before its params have moved.
   */
  *steps(): Generator<Progress | undefined, StopReason> {
    const { hasFullEvaluation, layers } = this.#job;
    while (this.#step < this.#lastStep) {
      const step = this.#step;
      yield* this.#trainer.evaluateInSlices(this.#batches.at(step), step + 1);
      const loss = this.#trainer.objective;
      const norms = layers && { norms: this.#trainer.normsOf(layers) };
      const nonFinite = this.#applyGradients();
      if (nonFinite) return nonFinite;
      const endsEpoch = this.#batches.endsEpoch(step);
      const epoch = this.#batches.epochOf(step) + 1;
      const isHeldOutDue = endsEpoch && hasFullEvaluation && this.#batches.heldOut.length > 0;
      if (isHeldOutDue) yield undefined;
      const heldOut = isHeldOutDue && { heldOut: yield* this.#heldOutLoss() };
      yield { step: step + 1, steps: this.#lastStep, epoch, endsEpoch, loss, ...heldOut, ...norms };
    }
    return { kind: 'finished' };
  }

  /** Takes so many of the steps without looking at them, which is quickest. @returns why they ended before that. */
  takeSteps(count: number): StopReason | undefined {
    const endStep = this.#step + count;
    while (this.#step < endStep) {
      if (this.#step >= this.#lastStep) return { kind: 'finished' };
      this.#trainer.evaluate(this.#batches.at(this.#step), this.#step + 1);
      const nonFinite = this.#applyGradients();
      if (nonFinite) return nonFinite;
    }
    return undefined;
  }

  /** The objective over all samples that are trained on, with the params of now. Asked for between two steps, of a job that is measured. */
  *trainingLoss(): Generator<undefined, number> {
    yield* this.#trainer.evaluateInSlices(this.#batches.training, evaluationDraw);
    return this.#trainer.objective;
  }

  *#heldOutLoss(): Generator<undefined, number> {
    yield* this.#trainer.evaluateInSlices(this.#batches.heldOut, evaluationDraw);
    return this.#trainer.objective;
  }

  /** The number of the last step to take. */
  get #lastStep(): number {
    return this.#job.startStep + this.#job.steps;
  }

  #applyGradients(): (StopReason & { kind: 'not-finite' }) | undefined {
    this.#trainer.readHyperparameters(this.#hyperparameters);
    Object.assign(this.#hyperparameters, this.#settings.hyperparameters);
    const nonFinite = this.#trainer.applyGradients(this.#hyperparameters);
    if (nonFinite) return { kind: 'not-finite', step: this.#step + 1, ...nonFinite };
    this.#step++;
    return undefined;
  }

  #createTrainer({ params, states }: Pick<TrainingJob, 'params' | 'states'>): Trainer {
    const { programs } = this.#settings;
    const trainer = this.#kernels
      ? new WasmTrainer(this.#job, programs, this.#kernels)
      : new JsTrainer(this.#job, programs);
    trainer.restore(params, states);
    return trainer;
  }
}

/** A few steps of a small model may be over before the kernels are there. */
function selectKernels({ programs, steps, precision }: TrainingJob): Kernels | null {
  const elements = programs.reduce((total, { program }) => total + program.elementCount, 0);
  return precision === 'f64' && steps * elements <= maxJsElements ? null : wasmKernels();
}

/** What random operators draw by where a whole set is measured: as lenses show it. */
const evaluationDraw = 0;
