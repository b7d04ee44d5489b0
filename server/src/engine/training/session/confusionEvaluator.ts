/** Confusion matrices: how often each class is predicted for samples of each class. */

import type { SampleElements } from '../../ir/tensor.ts';
import { BatchEvaluation } from '../batchEvaluation.ts';
import type { Batch } from '../batches.ts';
import type { BatchProgram } from '../batchProgram.ts';

export interface ConfusionJob {
  /** The program for all samples in evaluation mode; its root has a score for each class, or one number per sample. */
  readonly program: BatchProgram;
  /** All samples, for each data tensor that the program needs. */
  readonly data: readonly SampleElements[];
  /** The class of each sample. */
  readonly labels: Int32Array;
  readonly classCount: number;
  /** The number above which class 1 is predicted; absent if there is a score for each class, of which the highest is. */
  readonly threshold?: number;
  /** The indices of the held-out samples. */
  readonly heldOut: Int32Array;
}

/** Row by row: a row for each class of the samples, a column for each predicted one. */
export interface ConfusionCounts {
  readonly training: Int32Array;
  readonly heldOut: Int32Array;
}

export class ConfusionEvaluator {
  readonly #job: ConfusionJob;
  readonly #batch: Batch;
  readonly #isHeldOut: Uint8Array;
  readonly #params: readonly Float64Array[];
  readonly #evaluation: BatchEvaluation;

  /**
   * @param params their initial values.
   * @throws RangeError when the values don't fit into memory.
   */
  constructor(job: ConfusionJob, params: readonly Float64Array[]) {
    const { length } = job.labels;
    this.#job = job;
    this.#batch = { indices: Int32Array.from({ length }, (_, sample) => sample), start: 0, length };
    this.#isHeldOut = new Uint8Array(length);
    for (const sample of job.heldOut) this.#isHeldOut[sample] = 1;
    this.#params = params.map((values) => values.slice());
    this.#evaluation = new BatchEvaluation(job.program, this.#params, job.data, length);
  }

  /** The counts for some params. Samples with an output that is NaN are not counted. */
  *counts(params: readonly Float64Array[]): Generator<undefined, ConfusionCounts> {
    for (const [i, values] of params.entries()) this.#params[i].set(values);
    const { root } = yield* this.#evaluation.run(this.#batch, 0);
    const { labels, classCount, threshold } = this.#job;
    const counts = { training: new Int32Array(classCount ** 2), heldOut: new Int32Array(classCount ** 2) };
    for (const [sample, label] of labels.entries()) {
      const predicted =
        threshold === undefined
          ? highestScore(root, sample * classCount, classCount)
          : predictedOfTwo(root[sample], threshold);
      if (predicted === undefined) continue;
      counts[this.#isHeldOut[sample] === 1 ? 'heldOut' : 'training'][label * classCount + predicted]++;
    }
    return counts;
  }
}

/** The first of the highest scores; undefined if one is NaN. */
function highestScore(scores: Float64Array, start: number, count: number): number | undefined {
  let highest = 0;
  for (let index = 0; index < count; index++) {
    const score = scores[start + index];
    if (Number.isNaN(score)) return undefined;
    if (score > scores[start + highest]) highest = index;
  }
  return highest;
}

function predictedOfTwo(output: number, threshold: number): number | undefined {
  return Number.isNaN(output) ? undefined : Number(output > threshold);
}
