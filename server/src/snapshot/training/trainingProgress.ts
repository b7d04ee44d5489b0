/** The training steps that led to a version of a file. */

import type { Tensor } from '../../engine/ir/tensor.ts';
import type { OptimizerState } from '../../engine/training/optimizers.ts';
import type { OrderState } from '../../engine/training/trainingRun.ts';

/** Optimizer states by the full names of params. */
export type OptimizerStates = ReadonlyMap<string, OptimizerState>;

/** The training steps that led to some params, with all that the next step depends on. */
export interface TrainingProgress {
  readonly stepCount: number;
  readonly states: OptimizerStates;
  readonly learnedParams: ReadonlyMap<string, Tensor>;
  /** The rest of the state; absent before the first step, and if nothing is known of the steps but their number. */
  readonly resumeState?: ResumeState;
}

/** The state from which training continues, beside the optimizer states. */
export interface ResumeState {
  /** The name of the optimizer. */
  readonly optimizer: string;
  readonly order: OrderState;
  /** The params in the text, whose values tell whether the state belongs to the text. */
  readonly written: ReadonlyMap<string, Tensor>;
}

export const noProgress: TrainingProgress = { stepCount: 0, states: new Map(), learnedParams: new Map() };
