/** Computations that pick samples by their index in the file. */

import type { Attributes, Operator } from '../../../engine/ir/operator.ts';
import type { Shape } from '../../../engine/ir/shape.ts';
import { argmax } from '../../../engine/operators/reductions/axisExtrema.ts';
import { gather } from '../../../engine/operators/shapes/indexing.ts';
import { slice } from '../../../engine/operators/shapes/slicing.ts';

/** True if a computation on `samples` samples picks some by their index in the file, or gives such indices. */
export function selectsSamples(
  operator: Operator,
  [operandLength]: Shape,
  [length]: Shape,
  { axis: [axis] = [0] }: Attributes,
  samples: number,
): boolean {
  if (operandLength !== samples) return false;
  if (operator === slice) return length !== samples;
  return axis === 0 && (operator === gather || operator === argmax);
}
