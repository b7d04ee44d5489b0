/** A model over all of its samples, also if it is evaluated on the first of them. */

import type { NodeId } from '../../engine/ir/program.ts';
import type { SampleElements } from '../../engine/ir/tensor.ts';
import { elementsOf } from '../../engine/ir/values.ts';
import type { Model } from '../../language/lowering/model.ts';
import type { EvaluatedSnapshot } from '../snapshot.ts';
import { sampleSizeFor } from './sampleSize.ts';

export interface AllSamples {
  readonly model: Model;
  /** The value of a const or of data. */
  readonly elementsAt: (node: NodeId) => SampleElements;
}

export function allSamplesOf({ model, evaluation }: Pick<EvaluatedSnapshot, 'model' | 'evaluation'>): AllSamples {
  const { sample } = model;
  if (sample) return { model: sample.fullModel, elementsAt: (node) => sample.inputs.get(node)!.values };
  return { model, elementsAt: (node) => elementsOf(model.program, evaluation.values, node) };
}

/**
 * The number of samples, of this many, on which training evaluates losses and scalars: all that fit into memory, whatever an
 * editor shows, so that a run ends at the same step everywhere.
 */
export function evaluatedCount({ sample }: Model, count: number): number {
  const size = sample && sampleSizeFor(sample.fullModel, false);
  return Math.min(size ?? count, count);
}
