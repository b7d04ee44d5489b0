/** Detects broadcasts that enlarge every operand, as in `[n] - [n, 1]`, which gives `[n, n]`: valid, but rarely intended. */

import type { NodeId, Program } from '../../engine/ir/program.ts';
import { broadcastShapes, isMismatch, type Shape, sizeOf } from '../../engine/ir/shape.ts';

export interface OuterBroadcast {
  /** The shapes of the operands with more than one element. */
  readonly operands: readonly Shape[];
  readonly result: Shape;
}

/** The operands of a node if broadcasting enlarged all of them, and at least two. */
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
  return operands.every((operand) => sizeOf(operand) < size) ? { operands, result } : undefined;
}
