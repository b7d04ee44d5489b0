/** Detects broadcasts that enlarge every operand, as in `[n] - [n, 1]`, which gives `[n, n]`: valid, but rarely intended. */

import type { NodeId, Program } from '../../../engine/ir/program.ts';
import { broadcastShapes, isMismatch, type Shape, shapesEqual, sizeOf } from '../../../engine/ir/shape.ts';
import { reshape } from '../../../engine/operators/shapes/shaping.ts';

export interface OuterBroadcast {
  /** The shapes of the operands with more than one element. */
  readonly operands: readonly Shape[];
  readonly result: Shape;
}

/** The elementwise operators that a search for a reshape passes: each candidate for a warning starts one. */
const maxDistanceToReshape = 16;

/**
 * The operands of a node if broadcasting enlarged all of them, and at least two. An elementwise operator on an operand that
 * was reshaped for it is intended; a loss compares samples, so there it is not.
 */
export function findOuterBroadcast(program: Program, node: NodeId): OuterBroadcast | undefined {
  const { kind, isBroadcasting = false } = program.operator(node);
  if (kind !== 'elementwise' && !isBroadcasting) return undefined;
  const operands: Shape[] = [];
  for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
    const shape = program.shape(program.operand(node, operandIndex));
    if (shape.length > 0 && sizeOf(shape) > 1) operands.push(shape);
  }
  if (operands.length < 2) return undefined;
  const result = broadcastShapes(operands);
  if (isMismatch(result)) return undefined;
  const size = sizeOf(result);
  if (!operands.every((operand) => sizeOf(operand) < size)) return undefined;
  const isIntended =
    kind === 'elementwise' && program.operands(node).some((operand) => hasInsertedAxis(program, operand));
  return isIntended ? undefined : { operands, result };
}

/** True if a value has an axis of length 1 from `reshape`, possibly through elementwise operators on values of its shape. */
function hasInsertedAxis(program: Program, operand: NodeId): boolean {
  const shape = program.shape(operand);
  let node: NodeId | undefined = operand;
  for (let distance = 0; node !== undefined && distance < maxDistanceToReshape; distance++) {
    const operator = program.operator(node);
    if (operator === reshape) return countUnitAxes(shape) > countUnitAxes(program.shape(program.operand(node, 0)));
    if (operator.kind !== 'elementwise') return false;
    node = program.operands(node).find((candidate) => shapesEqual(program.shape(candidate), shape));
  }
  return false;
}

function countUnitAxes(shape: Shape): number {
  return shape.filter((length) => length === 1).length;
}
