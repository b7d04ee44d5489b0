/** A batch program made ready to run, one batch after another. */

import type { Precision } from '../ir/precision.ts';
import type { NodeId, Program } from '../ir/program.ts';
import type { SampleElements } from '../ir/tensor.ts';
import { elementsOf, type Values } from '../ir/values.ts';
import { Execution } from '../runtime/execution.ts';
import { unflatten } from '../runtime/flatProgram.ts';
import { createWasmInstance, type WasmInstance } from '../runtime/wasm/wasmInstance.ts';
import type { Batch } from './batches.ts';
import type { BatchProgram } from './batchProgram.ts';
import { counterTable } from './counters.ts';

/** Runs a batch program for one batch after another. */
export class BatchEvaluation {
  readonly #program: Program;
  readonly #execution: Execution;
  readonly #leafValues = new Map<NodeId, Float64Array>();
  /** For each data tensor that the program needs: all samples, and the buffer for those of a batch. */
  readonly #samples: readonly { readonly all: SampleElements; readonly buffer: Float64Array }[];
  readonly #batch: BatchProgram;
  readonly #draw = new Float64Array(1);
  /** The batch in the buffers. */
  #loaded: Batch | undefined;
  /** Views of the results; all runs share one buffer. */
  #views: BatchViews | undefined;

  /**
   * @param params values of the params, read at each run.
   * @param data all samples of each data tensor.
   * @param sampleCount the number of samples in `data`.
   * @param counters those of the step, read at each run.
   * @param instance the WebAssembly instance to run on; with `null` everything is computed in TypeScript.
   * @throws RangeError when the values don't fit into memory.
   */
  constructor(
    batchProgram: BatchProgram,
    params: readonly Float64Array[],
    data: readonly SampleElements[],
    sampleCount: number,
    counters = new Float64Array(counterTable.length),
    instance: WasmInstance | null = createWasmInstance(),
    precision: Precision = 'f64',
  ) {
    this.#batch = batchProgram;
    this.#program = unflatten(batchProgram.program);
    this.#execution = new Execution(this.#program, instance, precision);
    for (const [i, leaf] of batchProgram.params.entries()) if (leaf >= 0) this.#leafValues.set(leaf, params[i]);
    if (batchProgram.draw >= 0) this.#leafValues.set(batchProgram.draw, this.#draw);
    for (const [i, leaf] of batchProgram.counters.entries())
      if (leaf >= 0) this.#leafValues.set(leaf, counters.subarray(i, i + 1));
    this.#samples = batchProgram.data.flatMap((leaf, i) => {
      if (leaf < 0) return [];
      const buffer = new Float64Array(
        sampleCount === 0 ? 0 : (data[i].length / sampleCount) * batchProgram.sampleCount,
      );
      this.#leafValues.set(leaf, buffer);
      return [{ all: data[i], buffer }];
    });
  }

  /**
   * Evaluates a batch of the program's length in slices.
   * @param draw numbers the draws of random operators: dropout has another mask for each number.
   */
  *run(batch: Batch, draw: number): Generator<undefined, BatchViews> {
    this.#load(batch);
    this.#draw[0] = draw;
    const values = yield* this.#execution.runInSlices(this.#leafValues);
    this.#views ??= this.#createViews(values);
    return this.#views;
  }

  #load(batch: Batch): void {
    if (batch.indices === this.#loaded?.indices && batch.start === this.#loaded.start) return;
    const { indices, start, length } = batch;
    for (const { all, buffer } of this.#samples) {
      const sampleSize = buffer.length / length;
      for (let row = 0; row < length; row++) {
        const sourceStart = indices[start + row] * sampleSize;
        for (let i = 0; i < sampleSize; i++) buffer[row * sampleSize + i] = all[sourceStart + i];
      }
    }
    this.#loaded = { ...batch };
  }

  #createViews(values: Values): BatchViews {
    const { root, adjoints, assignments, hyperparameters } = this.#batch;
    const view = (node: NodeId): Float64Array => elementsOf(this.#program, values, node);
    const viewIfAny = (node: NodeId): Float64Array | undefined => (node < 0 ? undefined : view(node));
    return {
      root: view(root),
      gradients: adjoints.map(viewIfAny),
      assignments: assignments.map(viewIfAny),
      hyperparameters: Object.entries(hyperparameters).map(([name, node]) => [name, view(node)]),
    };
  }
}

/** The results of a run, valid until the next one. */
export interface BatchViews {
  /** The objective: a single number. */
  readonly root: Float64Array;
  /** The gradient of each param; undefined if the objective doesn't depend on it. */
  readonly gradients: readonly (Float64Array | undefined)[];
  /** The new value of each param that is set without a gradient; undefined for the others. */
  readonly assignments: readonly (Float64Array | undefined)[];
  /** Computed hyperparameters, one number each. */
  readonly hyperparameters: readonly (readonly [name: string, value: Float64Array])[];
}
