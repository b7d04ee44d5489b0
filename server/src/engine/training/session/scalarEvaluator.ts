/** Evaluation of named scalars, such as an accuracy, on all training samples and on those held out. */

import type { SampleElements } from '../../ir/tensor.ts';
import { BatchEvaluation } from '../batchEvaluation.ts';
import type { Batch } from '../batches.ts';
import type { BatchProgram } from '../batchProgram.ts';

export interface ScalarJob {
  readonly training: ScalarSamples;
  /** Absent if nothing is held out. */
  readonly heldOut?: ScalarSamples;
  /** The number of all samples, and the samples for each data tensor that the programs need. */
  readonly sampleCount: number;
  readonly data: readonly SampleElements[];
}

export interface ScalarSamples {
  /** Its root is a vector of the scalars. */
  readonly program: BatchProgram;
  readonly indices: Int32Array;
}

export interface ScalarPoint {
  readonly step: number;
  /** In the order of the job; empty for `heldOut` if nothing is held out. */
  readonly training: readonly number[];
  readonly heldOut: readonly number[];
}

export class ScalarEvaluator {
  readonly #params: readonly Float64Array[];
  readonly #training: Evaluation;
  readonly #heldOut: Evaluation | undefined;

  /**
   * @param params their initial values.
   * @throws RangeError when the values don't fit into memory.
   */
  constructor(job: ScalarJob, params: readonly Float64Array[]) {
    this.#params = params.map((values) => values.slice());
    this.#training = evaluationOf(job, job.training, this.#params);
    this.#heldOut = job.heldOut && evaluationOf(job, job.heldOut, this.#params);
  }

  *values(params: readonly Float64Array[]): Generator<undefined, Omit<ScalarPoint, 'step'>> {
    for (const [i, values] of params.entries()) this.#params[i].set(values);
    const training = yield* valuesOf(this.#training);
    return { training, heldOut: this.#heldOut ? yield* valuesOf(this.#heldOut) : [] };
  }
}

interface Evaluation {
  readonly evaluation: BatchEvaluation;
  readonly batch: Batch;
}

function evaluationOf(
  { data, sampleCount }: ScalarJob,
  { program, indices }: ScalarSamples,
  params: readonly Float64Array[],
): Evaluation {
  return {
    evaluation: new BatchEvaluation(program, params, data, sampleCount),
    batch: { indices, start: 0, length: indices.length },
  };
}

function* valuesOf({ evaluation, batch }: Evaluation): Generator<undefined, readonly number[]> {
  const { root } = yield* evaluation.run(batch, 0);
  return [...root];
}
