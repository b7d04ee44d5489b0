/** Operands that broadcasting enlarges on every side, as in `[n] - [n, 1]`, which makes `[n, n]`: legal, and hardly ever meant. */

import type { NodeId, Program } from '../../engine/ir/program.ts';
import { broadcast, isMismatch, type Shape, sizeOf } from '../../engine/ir/shape.ts';

export interface Enlargement {
  /** The shapes of the operands, but for those of a single element. */
  readonly operands: readonly Shape[];
  readonly result: Shape;
}

/** What broadcasting made of the operands of a node: undefined unless it enlarged all, and at least two of them. */
export function enlargement(program: Program, node: NodeId): Enlargement | undefined {
  const { kind, broadcasts = false } = program.operator(node);
  if (kind !== 'elementwise' && !broadcasts) return undefined;
  const operands: Shape[] = [];
  for (let position = 0; position < program.arity(node); position++) {
    const shape = program.shape(program.operand(node, position));
    if (shape.length > 0 && sizeOf(shape) > 1) operands.push(shape);
  }
  if (operands.length < 2) return undefined;
  const result = broadcast(operands);
  if (isMismatch(result)) return undefined;
  const size = sizeOf(result);
  return operands.every((operand) => sizeOf(operand) < size) ? { operands, result } : undefined;
}
