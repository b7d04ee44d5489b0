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
    for (let position = 0; position < arity; position++) {
      if (one.operand(node, position) !== other.operand(node, position)) return false;
    }
  }
  return true;
}
