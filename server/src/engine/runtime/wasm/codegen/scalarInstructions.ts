/** Nodes that are single elements, made of single elements: many of one operator are one instruction. */

import type { Operator } from '../../../ir/operator.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { sizeOf } from '../../../ir/shape.ts';
import { expand, matrixTranspose, reshape, squeeze, sumTo, transpose } from '../../../operators/layout/shaping.ts';
import { detach, identity } from '../../../operators/leaves.ts';
import { copy } from '../elementwiseOpcodes.ts';
import { firstSingle, plain } from '../opcodes.ts';
import { stepOf } from './elementwise.ts';

/** Of a single element nothing else can be made by arranging it. */
const arrangements = [identity, detach, reshape, expand, sumTo, transpose, matrixTranspose, squeeze];

/** What a single element goes through, of every operator that has a kernel for that. */
export const singleSteps: ReadonlyMap<Operator, number> = new Map([
  ...stepOf,
  ...arrangements.map((operator) => [operator, copy] as const),
]);

/** The opcode for single elements; `plain` of any other node, and where the operator has no kernel. */
export function singleCode(program: Program, node: NodeId): number {
  const step = singleSteps.get(program.operator(node));
  if (step === undefined || sizeOf(program.shape(node)) !== 1) return plain;
  for (let position = 0; position < program.arity(node); position++) {
    if (sizeOf(program.shape(program.operand(node, position))) !== 1) return plain;
  }
  return firstSingle + step;
}
