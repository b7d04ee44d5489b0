/** Masks, 1 where a condition holds and 0 elsewhere, for gradient rules that block some elements. */

import type { NodeId, ProgramBuilder } from '../../ir/operator.ts';
import { multiply } from './arithmetic.ts';
import { where } from './selection.ts';

/** 1 where both conditions hold. */
export function logicalAnd(p: ProgramBuilder, a: NodeId, b: NodeId): NodeId {
  return p.add(multiply, [a, b]);
}

/** The value where a condition holds and 0 elsewhere, even if the value is not finite. */
export function keepWhere(p: ProgramBuilder, condition: NodeId, value: NodeId): NodeId {
  return p.add(where, [condition, value, p.addConstant(0)]);
}

/** 0 where a condition holds and the value elsewhere, also if the condition compares a NaN. */
export function zeroWhere(p: ProgramBuilder, condition: NodeId, value: NodeId): NodeId {
  return p.add(where, [condition, p.addConstant(0), value]);
}
