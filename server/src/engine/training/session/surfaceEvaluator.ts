/** Evaluation of the decision surface: the model's output on a grid of made-up samples, row by row. */

import { BatchEvaluation } from '../batchEvaluation.ts';
import type { Batch } from '../batches.ts';
import type { BatchProgram } from '../batchProgram.ts';

export interface SurfaceJob {
  /** The program for one row of the grid; its root is the drawn value, one number per sample. */
  readonly program: BatchProgram;
  readonly rows: number;
  /** All samples of the grid, for each data tensor that the program needs. */
  readonly data: readonly Float64Array[];
}

export class SurfaceEvaluator {
  readonly #job: SurfaceJob;
  readonly #rows: readonly Batch[];
  readonly #params: readonly Float64Array[];
  readonly #evaluation: BatchEvaluation;

  /**
   * @param params their initial values.
   * @throws RangeError when the values don't fit into memory.
   */
  constructor(job: SurfaceJob, params: readonly Float64Array[]) {
    const { samples } = job.program;
    const indices = Int32Array.from({ length: samples * job.rows }, (_, sample) => sample);
    this.#job = job;
    this.#rows = Array.from({ length: job.rows }, (_, row) => ({ indices, start: row * samples, length: samples }));
    this.#params = params.map((values) => values.slice());
    this.#evaluation = new BatchEvaluation(job.program, this.#params, job.data, indices.length);
  }

  /** The surface for some params, in an array of its own. */
  *values(params: readonly Float64Array[]): Generator<undefined, Float64Array> {
    for (const [i, values] of params.entries()) this.#params[i].set(values);
    const { samples } = this.#job.program;
    const values = new Float64Array(samples * this.#job.rows);
    for (const row of this.#rows) {
      const { root } = yield* this.#evaluation.run(row, 0);
      values.set(root, row.start);
      yield undefined;
    }
    return values;
  }
}
