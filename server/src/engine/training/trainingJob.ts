/** A training job: everything a run needs, as plain objects and arrays that can be sent to a worker. */

import type { Precision } from '../ir/precision.ts';
import type { SampleElements } from '../ir/tensor.ts';
import type { BatchProgram } from './batchProgram.ts';
import type { BatchCursor, BatchOrder } from './epochs.ts';
import type { OptimizerState } from './optimizers.ts';

/** A training run's input. */
export interface TrainingJob {
  /** One for each batch length. */
  readonly programs: readonly BatchProgram[];
  /**
   * The initial values of the tensors that training changes: first the model's params, which a step updates by their gradients,
   * then its running statistics, to which it assigns. In `engine/training`, params are both.
   */
  readonly params: readonly Float64Array[];
  /** The optimizer's state of each param after previous steps; undefined if it starts fresh. */
  readonly states: readonly (OptimizerState | undefined)[];
  /** All samples of each data tensor, row-major. */
  readonly data: readonly SampleElements[];
  /** The number of samples; 0 if the model has no data. */
  readonly sampleCount: number;
  readonly batchOrder: BatchOrder;
  /** An epoch of that order, so that those before it need not be drawn again; absent to start at the first. */
  readonly cursor?: BatchCursor | undefined;
  /** The optimizer's name. */
  readonly optimizer: string;
  /** Every hyperparameter by name. Those with a node in the programs are read at each step instead. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** Params, samples and all results are rounded to it. */
  readonly precision: Precision;
  /** The epochs of a run, for schedules that depend on its number of steps; absent if the file names none. */
  readonly epochs?: number;
  /** The number of steps taken before; the order of the batches continues from there. */
  readonly startStep: number;
  /** The number of steps to take. */
  readonly steps: number;
  /**
   * True if the objective is also evaluated over whole sets: over the held-out samples at the end of each epoch, and
   * over the training samples on request. The job has programs for that.
   */
  readonly hasFullEvaluation: boolean;
  /** The number of training samples, and of held-out ones, over which the objective is evaluated: the first, if not all. */
  readonly evaluatedCount?: number;
  /** Groups of params, by index, whose gradients have a common norm; absent if norms aren't needed. */
  readonly layers?: readonly (readonly number[])[];
}
