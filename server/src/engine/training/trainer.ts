/** What evaluates the batches of a training run and moves its params, wherever their numbers lie. */

import type { Batch } from './batches.ts';
import type { OptimizerState } from './optimizers.ts';

export interface Trainer {
  /** Copies of where the params are and of what the optimizer remembers of each. */
  readonly params: readonly Float64Array[];
  readonly states: readonly (OptimizerState | undefined)[];
  restore(params: readonly Float64Array[], states: readonly (OptimizerState | undefined)[]): void;
  /**
   * Evaluates a batch.
   * @param draw what random operators draw by: another number, another mask.
   */
  evaluate(batch: Batch, draw: number): void;
  /** The same, a slice of the work at a time. */
  evaluateInSlices(batch: Batch, draw: number): Generator<undefined, void>;
  /** The objective over the batch that was evaluated last; so below, until its params move. */
  readonly objective: number;
  /** The norms of the gradients of the params of each layer together. */
  normsOf(layers: readonly (readonly number[])[]): number[];
  /** Writes the hyperparameters that the program computes. */
  readHyperparameters(target: Record<string, number>): void;
  /** Moves every param by its gradient, or none where one of them would leave the finite numbers: that one. */
  applyGradients(hyperparameters: Readonly<Record<string, number>>): NonFiniteParam | undefined;
}

/** A param that would leave the finite numbers, by its place, and what would become of one of its elements. */
export interface NonFiniteParam {
  readonly param: number;
  readonly value: number;
}

/** The norm of some gradients together. */
export function normOf(gradients: readonly (ArrayLike<number> | undefined)[]): number {
  let sum = 0;
  for (const gradient of gradients) {
    if (gradient) for (let i = 0; i < gradient.length; i++) sum += gradient[i] * gradient[i];
  }
  return Math.sqrt(sum);
}
