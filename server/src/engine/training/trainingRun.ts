/** A training run: takes the steps of a job, and may be stopped between any two of them. */

import { type Kernels, maxJsElements, wasmKernels } from '../runtime/wasm/kernelSelection.ts';
import { type Batch, Batches } from './batches.ts';
import type { BatchProgram } from './batchProgram.ts';
import { conditionName } from './condition.ts';
import { type Counters, countersOf } from './counters.ts';
import type { BatchCursor, BatchOrder } from './epochs.ts';
import { JsTrainer } from './jsTrainer.ts';
import type { OptimizerState } from './optimizers.ts';
import type { NonFiniteParam, Trainer } from './trainer.ts';
import type { TrainingJob } from './trainingJob.ts';
import { WasmTrainer } from './wasm/wasmTrainer.ts';

/** Settings that may change between two steps. */
export interface StepSettings {
  readonly batchOrder: BatchOrder;
  /** Override those of the job. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** As in the job. */
  readonly programs: readonly BatchProgram[];
}

/** The state between two steps: a run that resumes from it gives the same results, bit for bit. */
export interface RunState {
  /** Steps taken so far. */
  readonly step: number;
  readonly params: readonly Float64Array[];
  readonly states: readonly (OptimizerState | undefined)[];
  readonly order: OrderState;
}

/** The order of the samples after some steps. */
export interface OrderState {
  readonly batchOrder: BatchOrder;
  /** The number of samples that are ordered. */
  readonly samples: number;
  /** Epochs begun so far. */
  readonly epoch: number;
  readonly cursor: BatchCursor | undefined;
}

/** The progress after a step. */
export interface Progress {
  /** This step and the last step to take, both counted from 1 including the steps before the job. */
  readonly step: number;
  readonly steps: number;
  /** Counted from 1. */
  readonly epoch: number;
  /** True if every sample of this epoch has been visited. */
  readonly endsEpoch: boolean;
  /** The objective over the step's own samples, before the update. */
  readonly loss: number;
  /** The objective over the held-out samples in evaluation mode after the update, at the end of an epoch if there are any. */
  readonly heldOut?: number;
  /** True if the condition that ends the run holds at the end of this epoch; absent if not, or if the job has none. */
  readonly meetsCondition?: true;
  /** Norms of the step's gradient, by layer, if the job names layers. */
  readonly norms?: readonly number[];
}

/** Why a run ended by itself. */
export type StopReason =
  | { readonly kind: 'finished' }
  /** A step would have made an element of a param non-finite; the params are those before it. */
  | ({ readonly kind: 'not-finite' } & NonFiniteStep);

/** A step that would have made an element of a param non-finite. */
export interface NonFiniteStep extends NonFiniteParam {
  /** Counted from 1. */
  readonly step: number;
  /** The number of samples of its mini-batch; absent if it takes all training samples. */
  readonly miniBatch?: number;
}

export class TrainingRun {
  readonly #job: TrainingJob;
  readonly #kernels: Kernels | null;
  #trainer: Trainer;
  #batches: Batches;
  /** The hyperparameters of the current step. */
  readonly #hyperparameters: Record<string, number>;
  #settings: StepSettings;
  /** True if hyperparameters depend on counters. */
  #hasSchedule = false;
  #hasCondition = false;
  #step: number;

  /**
   * Leaves the job's arrays unchanged.
   * @param kernels the kernels to run on; with `null` everything is computed in TypeScript, in 64 bits with the same
   * results.
   * @throws RangeError when the numbers don't fit into memory.
   */
  constructor(job: TrainingJob, kernels: Kernels | null = selectKernels(job)) {
    this.#job = job;
    this.#kernels = kernels;
    this.#settings = { batchOrder: job.batchOrder, hyperparameters: {}, programs: job.programs };
    this.#step = job.startStep;
    this.#batches = new Batches(job.sampleCount, job.batchOrder, job.cursor);
    this.#hyperparameters = { ...job.hyperparameters };
    this.#trainer = this.#createTrainer(job);
  }

  /** Copies of the params. */
  get params(): readonly Float64Array[] {
    return this.#trainer.params;
  }

  /** Copies of the optimizer's states. Invalid after a step that was not finite, and so is `state`. */
  get states(): readonly (OptimizerState | undefined)[] {
    return this.#trainer.states;
  }

  get batches(): Batches {
    return this.#batches;
  }

  get settings(): StepSettings {
    return this.#settings;
  }

  /** Steps taken so far. */
  get step(): number {
    return this.#step;
  }

  /** A copy of the state between two steps. */
  get state(): RunState {
    const { params, states } = this.#trainer;
    return { step: this.#step, params, states, order: this.order };
  }

  /** The order of the samples after the steps taken so far. */
  get order(): OrderState {
    return {
      batchOrder: this.#settings.batchOrder,
      samples: this.#job.sampleCount,
      epoch: this.#batches.epochsBegunBefore(this.#step),
      cursor: this.#batches.cursor,
    };
  }

  /** The counters of the next step. */
  get counters(): Counters {
    return countersOf(this.#step, this.#batches, this.#job.epochs);
  }

  /** Restores a state with the settings in force there; `steps` continues from it. */
  restore({ step, params, states, order }: RunState, settings: StepSettings): void {
    this.#step = step;
    this.configure(settings, order.cursor);
    this.#trainer.restore(params, states);
  }

  /** Applies other settings, between two steps. */
  configure(settings: StepSettings, cursor = this.#batches.cursor): void {
    const hasNewPrograms = settings.programs !== this.#settings.programs;
    this.#settings = settings;
    if (hasNewPrograms) this.#trainer = this.#createTrainer(this.#trainer);
    this.#batches = new Batches(this.#job.sampleCount, settings.batchOrder, cursor);
    Object.assign(this.#hyperparameters, this.#job.hyperparameters, settings.hyperparameters);
  }

  /**
   * Takes the steps. Yields its progress after each one, and `undefined` wherever else it may be stopped: within a long
   * step, before its params have moved.
   */
  *steps(): Generator<Progress | undefined, StopReason> {
    const { hasFullEvaluation, layers } = this.#job;
    while (this.#step < this.#lastStep) {
      const step = this.#step;
      this.#writeCounters();
      yield* this.#trainer.evaluateInSlices(this.#batches.at(step), step + 1);
      const loss = this.#trainer.objective;
      const norms = layers && { norms: this.#trainer.normsOf(layers) };
      const nonFinite = this.#applyGradients();
      if (nonFinite) return nonFinite;
      const endsEpoch = this.#batches.endsEpoch(step);
      const epoch = this.#batches.epochOf(step) + 1;
      const isHeldOutDue = endsEpoch && hasFullEvaluation && this.#batches.heldOutSamples.length > 0;
      if (isHeldOutDue) yield undefined;
      const heldOut = isHeldOutDue && { heldOut: yield* this.#heldOutLoss() };
      const isConditionDue = endsEpoch && hasFullEvaluation && this.#hasCondition;
      const condition = isConditionDue && (yield* this.#meetsCondition()) && ({ meetsCondition: true } as const);
      yield { step: step + 1, steps: this.#lastStep, epoch, endsEpoch, loss, ...heldOut, ...condition, ...norms };
    }
    return { kind: 'finished' };
  }

  /** Takes `count` steps without reporting, which is fastest, whatever the condition that ends the run. @returns why they ended early, if they did. */
  takeSteps(count: number): StopReason | undefined {
    const lastStep = this.#lastStep;
    const endStep = this.#step + count;
    while (this.#step < endStep) {
      if (this.#step >= lastStep) return { kind: 'finished' };
      this.#writeCounters();
      this.#trainer.evaluate(this.#batches.at(this.#step), this.#step + 1);
      const nonFinite = this.#applyGradients();
      if (nonFinite) return nonFinite;
    }
    return undefined;
  }

  /**
   * The objective over all training samples with the current params. To be called between two steps, in a job with full
   * evaluation.
   */
  *trainingLoss(): Generator<undefined, number> {
    yield* this.#trainer.evaluateInSlices(this.#evaluated(this.#batches.trainingSamples), evaluationDraw);
    return this.#trainer.objective;
  }

  /** True if the condition holds over all training samples. */
  *#meetsCondition(): Generator<undefined, boolean> {
    this.#writeCounters();
    yield* this.#trainer.evaluateInSlices(this.#evaluated(this.#batches.trainingSamples), evaluationDraw);
    this.#trainer.readHyperparameters(this.#hyperparameters);
    return this.#hyperparameters[conditionName] !== 0;
  }

  *#heldOutLoss(): Generator<undefined, number> {
    yield* this.#trainer.evaluateInSlices(this.#evaluated(this.#batches.heldOutSamples), evaluationDraw, 'evaluation');
    return this.#trainer.objective;
  }

  #evaluated(batch: Batch): Batch {
    const { evaluatedCount = batch.length } = this.#job;
    return { ...batch, length: Math.min(batch.length, evaluatedCount) };
  }

  /** The number of the last step to take. */
  get #lastStep(): number {
    return this.#job.startStep + this.#job.steps;
  }

  #writeCounters(): void {
    if (this.#hasSchedule) this.#trainer.counters.set(this.counters);
  }

  #applyGradients(): (StopReason & { kind: 'not-finite' }) | undefined {
    this.#trainer.readHyperparameters(this.#hyperparameters);
    Object.assign(this.#hyperparameters, this.#settings.hyperparameters);
    const nonFinite = this.#trainer.applyGradients(this.#hyperparameters);
    if (nonFinite) {
      const miniBatch = this.#batches.miniBatchLengthOf(this.#step);
      return { kind: 'not-finite', step: this.#step + 1, ...nonFinite, ...(miniBatch !== undefined && { miniBatch }) };
    }
    this.#step++;
    return undefined;
  }

  #createTrainer({ params, states }: Pick<TrainingJob, 'params' | 'states'>): Trainer {
    const { programs } = this.#settings;
    this.#hasCondition = programs.some(({ hyperparameters }) => conditionName in hyperparameters);
    this.#hasSchedule = programs.some(({ counters }) => counters.some((leaf) => leaf >= 0));
    const trainer = this.#kernels
      ? new WasmTrainer(this.#job, programs, this.#kernels)
      : new JsTrainer(this.#job, programs);
    trainer.restore(params, states);
    return trainer;
  }
}

/** A few steps of a small model may be over before the kernels are compiled. */
function selectKernels({ programs, steps, precision }: TrainingJob): Kernels | null {
  const elements = programs.reduce((total, { program }) => total + program.elementCount, 0);
  return precision === 'f64' && steps * elements <= maxJsElements ? null : wasmKernels();
}

/** The draw of random operators over all training samples, the same as in lenses. */
const evaluationDraw = 0;
