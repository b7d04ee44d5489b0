/** Evaluation of a decision surface or a fit: the model's output on a grid of made-up samples, some of them at a time. */

import { BatchEvaluation } from '../batchEvaluation.ts';
import type { Batch } from '../batches.ts';
import type { BatchProgram } from '../batchProgram.ts';

export interface SurfaceJob {
  /** The program for some samples of the grid; its root is the drawn value, one number per sample. */
  readonly program: BatchProgram;
  /** The number of runs that evaluate all samples. */
  readonly runs: number;
  /** All samples of the grid, for each data tensor that the program needs. */
  readonly data: readonly Float64Array[];
}

export class SurfaceEvaluator {
  readonly #job: SurfaceJob;
  readonly #batches: readonly Batch[];
  readonly #params: readonly Float64Array[];
  readonly #evaluation: BatchEvaluation;

  /**
   * @param params their initial values.
   * @throws RangeError when the values don't fit into memory.
   */
  constructor(job: SurfaceJob, params: readonly Float64Array[]) {
    const { sampleCount } = job.program;
    const indices = Int32Array.from({ length: sampleCount * job.runs }, (_, sample) => sample);
    this.#job = job;
    this.#batches = Array.from({ length: job.runs }, (_, run) => ({
      indices,
      start: run * sampleCount,
      length: sampleCount,
    }));
    this.#params = params.map((values) => values.slice());
    this.#evaluation = new BatchEvaluation(job.program, this.#params, job.data, indices.length);
  }

  /** The surface for some params, in an array of its own. */
  *values(params: readonly Float64Array[]): Generator<undefined, Float64Array> {
    for (const [i, values] of params.entries()) this.#params[i].set(values);
    const { sampleCount } = this.#job.program;
    const values = new Float64Array(sampleCount * this.#job.runs);
    for (const batch of this.#batches) {
      const { root } = yield* this.#evaluation.run(batch, 0);
      values.set(root, batch.start);
      yield undefined;
    }
    return values;
  }
}
