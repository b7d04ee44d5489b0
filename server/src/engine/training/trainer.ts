/** The interface of JsTrainer and WasmTrainer, which evaluate batches and update params. */

import type { Mode } from '../ir/mode.ts';
import { roundingError } from '../tensorLoops/compensatedSum.ts';
import type { Batch } from './batches.ts';
import type { OptimizerState } from './optimizers.ts';

export interface Trainer {
  /** Copies of the params and of the optimizer's states. */
  readonly params: readonly Float64Array[];
  readonly states: readonly (OptimizerState | undefined)[];
  restore(params: readonly Float64Array[], states: readonly (OptimizerState | undefined)[]): void;
  /** The counters of the step that is evaluated next, to be written by the caller. */
  readonly counters: Float64Array;
  /**
   * Evaluates a batch.
   * @param draw numbers the draws of random operators: dropout has another mask for each number.
   * @param mode training unless given.
   */
  evaluate(batch: Batch, draw: number, mode?: Mode): void;
  /** Evaluates a batch in slices. */
  evaluateInSlices(batch: Batch, draw: number, mode?: Mode): Generator<undefined, void>;
  /** The objective over the last batch. This and the members below are valid until the params move. */
  readonly objective: number;
  /** For each layer, the norm of its params' gradients taken together. */
  normsOf(layers: readonly (readonly number[])[]): number[];
  /** Writes the computed hyperparameters. */
  readHyperparameters(target: Record<string, number>): void;
  /** Updates every param. If a param would become non-finite, updates none and returns it. */
  applyGradients(hyperparameters: Readonly<Record<string, number>>): NonFiniteParam | undefined;
}

/** A param of the job or one of its running statistics, by index, that would become non-finite, and the value of such an element. */
export interface NonFiniteParam {
  readonly param: number;
  readonly value: number;
}

/** The norm of several gradients taken together. */
export function normOf(gradients: readonly (ArrayLike<number> | undefined)[]): number {
  let [total, error] = [0, 0];
  for (const gradient of gradients) {
    if (gradient === undefined) continue;
    for (let start = 0; start < gradient.length; start += blockLength) {
      let sum = error;
      const end = Math.min(gradient.length, start + blockLength);
      for (let i = start; i < end; i++) sum += gradient[i] * gradient[i];
      const next = total + sum;
      error = roundingError(total, sum, next);
      total = next;
    }
  }
  return Math.sqrt(total);
}

/** Squares are summed in blocks, and these with their rounding errors. */
const blockLength = 128;
