/** Normalizations composed of simpler operators with the same bits, in which their statistics are nodes of their own. */

import { constant, constantAttributes } from '../../../engine/ir/constant.ts';
import type { Attributes, Operator } from '../../../engine/ir/operator.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { requireAxes, type Shape } from '../../../engine/ir/shape.ts';
import { add, divide, subtract } from '../../../engine/operators/elementwise/arithmetic.ts';
import { exp, log, sqrt, square } from '../../../engine/operators/elementwise/functions.ts';
import { defaultEps } from '../../../engine/operators/reductions/axes.ts';
import { amax } from '../../../engine/operators/reductions/axisExtrema.ts';
import { variance } from '../../../engine/operators/reductions/deviations.ts';
import { batchNorm, layerNorm } from '../../../engine/operators/reductions/normalizations.ts';
import { mean, sum } from '../../../engine/operators/reductions/reductions.ts';
import { rmsNorm } from '../../../engine/operators/reductions/rootMeanSquare.ts';
import { logSoftmax, softmax } from '../../../engine/operators/reductions/softmax.ts';
import type { Append } from '../../../engine/passes/decompositions.ts';

/** The axes whose elements an operator normalizes together; none if it is no normalization. */
export function normalizedAxes(operator: Operator, shape: Shape, { axis = [-1] }: Attributes): readonly number[] {
  if (operator === batchNorm) return Array.from(shape.keys()).filter((index) => index !== 1);
  return operator === layerNorm || operator === rmsNorm || operator === softmax || operator === logSoftmax
    ? requireAxes(axis, shape.length)
    : [];
}

/** Appends the nodes of a normalization. */
export function composeNormalization(
  operator: Operator,
  append: Append,
  x: NodeId,
  shape: Shape,
  attributes: Attributes,
): NodeId {
  const reduction = { axis: normalizedAxes(operator, shape, attributes), keep: true };
  if (operator === layerNorm || operator === batchNorm) return standardize(append, x, reduction, attributes.eps);
  if (operator === rmsNorm) {
    return divideByRoot(append, x, append(mean, [append(square, [x])], reduction), attributes.eps);
  }
  const exponents = append(subtract, [x, append(amax, [x], reduction)]);
  const exponentials = append(exp, [exponents]);
  const total = append(sum, [exponentials], reduction);
  return operator === softmax
    ? append(divide, [exponentials, total])
    : append(subtract, [exponents, append(log, [total])]);
}

/** (x − mean) / √(variance + eps). The deviation is centered twice as in `tensorLoops/deviations.ts`. */
function standardize(append: Append, x: NodeId, reduction: Attributes, eps: number | undefined): NodeId {
  const center = (values: NodeId): NodeId => append(subtract, [values, append(mean, [values], reduction)]);
  return divideByRoot(append, center(center(x)), append(variance, [x], reduction), eps);
}

/** values / √(meanSquare + eps) */
function divideByRoot(append: Append, values: NodeId, meanSquare: NodeId, eps = defaultEps): NodeId {
  // NaN instead of an infinity, by which a quotient would be 0.
  const finite = append(add, [meanSquare, append(subtract, [meanSquare, meanSquare])]);
  const root = append(sqrt, [append(add, [finite, append(constant, [], constantAttributes(eps))])]);
  return append(divide, [values, root]);
}
