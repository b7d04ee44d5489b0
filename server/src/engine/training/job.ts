/** A training job: everything a run needs, as plain objects and arrays that can be sent to a worker. */

import type { Precision } from '../ir/precision.ts';
import type { BatchSchedule } from './batches.ts';
import type { BatchProgram } from './batchProgram.ts';
import type { OptimizerState } from './optimizers.ts';

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
  readonly schedule: BatchSchedule;
  /** The optimizer's name. */
  readonly optimizer: string;
  /** Every hyperparameter by name. Those that the programs have a node for are read at each step instead. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** What params and samples are rounded to, and all that is computed from them. */
  readonly precision: Precision;
  /** How many steps were taken before: the order of the batches goes on from there. */
  readonly startStep: number;
  /** How many steps to take. */
  readonly steps: number;
  /**
   * Whether the objective is evaluated over whole sets too: of the samples that are held out at the end of each epoch,
   * of those that are trained on when it is asked for. The job has the programs for that, or for the steps alone.
   */
  readonly hasFullEvaluation: boolean;
  /** The params whose gradients together have a norm, by their places; none where it isn't asked for. */
  readonly layers?: readonly (readonly number[])[];
}
