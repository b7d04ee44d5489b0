/** Comparison of two programs by operators, shapes and operands, whatever their values. */

import type { Program } from './program.ts';
import { shapesEqual } from './shape.ts';

/** True if the nodes of two programs correspond one to one. */
export function haveSameStructure(one: Program, other: Program): boolean {
  if (one.length !== other.length) return false;
  for (let node = 0; node < one.length; node++) {
    if (one.operator(node) !== other.operator(node) || !shapesEqual(one.shape(node), other.shape(node))) return false;
    const arity = one.arity(node);
    if (arity !== other.arity(node)) return false;
    for (let operandIndex = 0; operandIndex < arity; operandIndex++) {
      if (one.operand(node, operandIndex) !== other.operand(node, operandIndex)) return false;
    }
  }
  return true;
}
