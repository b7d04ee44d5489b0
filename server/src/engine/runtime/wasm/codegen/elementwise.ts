/** Instruction selection for single elementwise nodes. */

import type { Operator } from '../../../ir/operator.ts';
import { sizeOf } from '../../../ir/shape.ts';
import { expand, reshape, squeeze } from '../../../operators/layout/shaping.ts';
import { detach, identity } from '../../../operators/leaves.ts';
import * as opcodes from '../generated/elementwiseOpcodes.ts';
import { opcodeByOperator } from '../generated/operatorOpcodes.ts';
import { broadcastLayoutOf } from './broadcastLayout.ts';
import { chainInstruction } from './chain.ts';
import type { Emitter, Instruction } from './instruction.ts';

/** The elementwise operation that computes an operator. */
export const elementwiseOpcodeOf: ReadonlyMap<Operator, number> = new Map([
  ...opcodeByOperator,
  [expand, opcodes.copy],
]);

/** A chain of one operation. */
export function elementwiseEmitter(opcode: number): Emitter {
  return ({ operands, output, shapes, scratch }) => {
    const layout = broadcastLayoutOf(shapes.operands, shapes.output);
    if (layout === undefined) return undefined;
    if (sizeOf(shapes.output) === 0) return [];
    const chainOperands = operands.map((address, operandIndex) => ({
      layout: layout.operandLayouts[operandIndex],
      address,
    }));
    const op = { opcode, operands: operands.map((_, operandIndex) => operandIndex), output: operands.length };
    return [chainInstruction(layout, [...chainOperands, { layout: 'full', address: output }], [op], scratch)];
  };
}

/** Each element of the one vector, as a column, times each of the other one, as a row. */
export const emitOuterProduct: Emitter = (context) => {
  const [[rows], [columns]] = context.shapes.operands;
  const shapes = { operands: [[rows, 1], [columns]], output: context.shapes.output };
  return elementwiseEmitter(opcodes.multiply)({ ...context, shapes });
};

/** Operators whose value has the elements of their operand, in the same order. */
export const viewOperators: readonly Operator[] = [identity, detach, reshape, squeeze];

/** An instruction that copies elements. */
export function copyInstruction(size: number, from: number, to: number): Instruction {
  const operands = [from, to].map((address) => ({ layout: 'full', address }) as const);
  const op = { opcode: opcodes.copy, operands: [0], output: 1 };
  return chainInstruction({ rows: 1, columns: size }, operands, [op], () => 0);
}

export const emitCopy: Emitter = ({ operands: [operand], output, shapes }) => {
  const size = sizeOf(shapes.output);
  return size === 0 ? [] : [copyInstruction(size, operand, output)];
};
