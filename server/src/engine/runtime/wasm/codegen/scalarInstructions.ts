/** Nodes that are single elements, made of single elements: many of one operator are one instruction. */

import type { Operator } from '../../../ir/operator.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { sizeOf } from '../../../ir/shape.ts';
import { expand, matrixTranspose, reshape, squeeze, sumTo, transpose } from '../../../operators/layout/shaping.ts';
import { detach, identity } from '../../../operators/leaves.ts';
import { copy } from '../generated/elementwiseOpcodes.ts';
import { callJs, firstScalarOpcode } from '../opcodes.ts';
import { elementwiseOpcodeOf } from './elementwise.ts';

/** Of a single element nothing else can be made by arranging it. */
const layoutOperators = [identity, detach, reshape, expand, sumTo, transpose, matrixTranspose, squeeze];

/** What a single element goes through, of every operator that has a kernel for that. */
export const scalarOpcodes: ReadonlyMap<Operator, number> = new Map([
  ...elementwiseOpcodeOf,
  ...layoutOperators.map((operator) => [operator, copy] as const),
]);

/** The opcode for single elements; `plain` of any other node, and where the operator has no kernel. */
export function scalarOpcode(program: Program, node: NodeId): number {
  const opcode = scalarOpcodes.get(program.operator(node));
  if (opcode === undefined || sizeOf(program.shape(node)) !== 1) return callJs;
  for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
    if (sizeOf(program.shape(program.operand(node, operandIndex))) !== 1) return callJs;
  }
  return firstScalarOpcode + opcode;
}
