/** The opcodes of instructions on scalars. `evaluationOrder.ts` joins scalar nodes of one operator into one instruction. */

import type { Operator } from '../../../ir/operator.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { sizeOf } from '../../../ir/shape.ts';
import { detach, identity } from '../../../operators/identities.ts';
import { expand, matrixTranspose, reshape, squeeze, sumTo, transpose } from '../../../operators/shapes/shaping.ts';
import { copy } from '../generated/elementwiseOpcodes.ts';
import { firstScalarOpcode } from '../opcodes.ts';
import { tensorOpcodes } from './elementwise.ts';

/** Operators that rearrange or repeat elements: on a scalar they are copies. */
const copyOperators = [identity, detach, reshape, expand, sumTo, transpose, matrixTranspose, squeeze];

/** The elementwise opcodes of operators on scalars: those on tensors, and a copy for operators that rearrange elements. */
export const scalarOpcodes: ReadonlyMap<Operator, number> = new Map([
  ...tensorOpcodes,
  ...copyOperators.map((operator) => [operator, copy] as const),
]);

/** The mark instead of an opcode: the node is not a scalar, or its operator has no elementwise opcode. */
export const noScalarInstruction = 0;

/** The opcode of the scalar instruction that computes a node, or `noScalarInstruction`. */
export function scalarInstructionOpcode(program: Program, node: NodeId): number {
  const opcode = scalarOpcodes.get(program.operator(node));
  if (opcode === undefined || sizeOf(program.shape(node)) !== 1) return noScalarInstruction;
  for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
    if (sizeOf(program.shape(program.operand(node, operandIndex))) !== 1) return noScalarInstruction;
  }
  return firstScalarOpcode + opcode;
}
