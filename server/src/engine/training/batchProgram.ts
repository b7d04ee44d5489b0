/** A model lowered for a fixed number of samples. */

import type { Mode } from '../ir/mode.ts';
import type { NodeId } from '../ir/program.ts';
import type { FlatProgram } from '../runtime/flatProgram.ts';
import type { CounterLeaves } from './counters.ts';

export interface BatchProgram {
  /** The number of samples; 0 if the model has no data. */
  readonly sampleCount: number;
  /** Evaluation if it is only run for the held-out loss, and its values differ from those in training. */
  readonly mode: Mode;
  readonly program: FlatProgram;
  /** The objective, a scalar; in a program that isn't trained, a value for each sample. */
  readonly root: NodeId;
  /** The leaf of each of the job's params, running statistics included; −1 if the program doesn't need it. */
  readonly params: readonly NodeId[];
  /** The gradient of each param; −1 if the objective doesn't depend on it, or no step has this many samples. */
  readonly adjoints: readonly NodeId[];
  /** For each param that a step assigns without a gradient, such as a running mean, its new value; −1 for the others. */
  readonly assignments: readonly NodeId[];
  /** The leaf of each data tensor, in the order of the job; −1 if the program doesn't need it. */
  readonly data: readonly NodeId[];
  /** The leaf that counts the draws of random operators such as dropout; −1 if there are none. */
  readonly draw: NodeId;
  readonly counters: CounterLeaves;
  /** The scalar nodes of computed hyperparameters, by name. */
  readonly hyperparameters: Readonly<Record<string, NodeId>>;
}

/** Something for each program of a job, by the mode and the number of samples of the program. */
export class ByBatch<Value> {
  readonly #values: Readonly<Record<Mode, Map<number, Value>>> = { training: new Map(), evaluation: new Map() };

  set({ mode, sampleCount }: Pick<BatchProgram, 'mode' | 'sampleCount'>, value: Value): void {
    this.#values[mode].set(sampleCount, value);
  }

  /** Without a program for evaluation, both modes have the same values. */
  get(samples: number, mode: Mode): Value | undefined {
    return this.#values[mode].get(samples) ?? this.#values.training.get(samples);
  }

  *values(): Generator<Value, void> {
    for (const values of Object.values(this.#values)) yield* values.values();
  }
}
