/** What a person would call a value that has no name, after the operator that makes it. */

import type { Operator } from '../engine/ir/operator.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { add, divide, multiply, negate, power, subtract, where } from '../engine/operators/elementwise/arithmetic.ts';
import { sqrt } from '../engine/operators/elementwise/functions.ts';
import { stack } from '../engine/operators/layout/joining.ts';
import { expand, transpose } from '../engine/operators/layout/shaping.ts';
import { slice } from '../engine/operators/layout/slicing.ts';
import { constantValue } from '../engine/operators/leaves.ts';
import { matmul } from '../engine/operators/linear/products.ts';
import { sum } from '../engine/operators/reductions/reductions.ts';

const nouns = new Map<Operator, string>([
  [add, 'sum'],
  [subtract, 'difference'],
  [multiply, 'product'],
  [matmul, 'product'],
  [divide, 'quotient'],
  [negate, 'negative'],
  [power, 'power'],
  [sqrt, 'root'],
  [sum, 'total'],
  [where, 'choice'],
  [transpose, 'transposed'],
  [slice, 'part'],
  [stack, 'list'],
  [expand, 'copies'],
]);

export function nounFor(program: Program, node: NodeId): string {
  const operator = program.operator(node);
  if (operator === power && constantValue(program, program.operand(node, 1)) === 2) return 'square';
  if (operator.symbol?.kind === 'infix') return nouns.get(operator) ?? 'mask';
  return nouns.get(operator) ?? operator.call?.name ?? operator.name;
}
