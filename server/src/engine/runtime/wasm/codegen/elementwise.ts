/** Instruction selection for single elementwise nodes. */

import type { Operator } from '../../../ir/operator.ts';
import { sizeOf } from '../../../ir/shape.ts';
import { detach, identity } from '../../../operators/identities.ts';
import { expand, reshape, squeeze } from '../../../operators/shapes/shaping.ts';
import * as elementwiseOpcodes from '../generated/elementwiseOpcodes.ts';
import { opcodeByOperator } from '../generated/operatorOpcodes.ts';
import { broadcastLayoutOf } from './broadcastLayout.ts';
import { fusedElementwiseInstruction } from './fusedElementwise.ts';
import type { Emitter, Instruction } from './instruction.ts';

/** The elementwise opcodes of operators on tensors. Operators that rearrange elements have emitters of their own. */
export const tensorOpcodes: ReadonlyMap<Operator, number> = new Map([
  ...opcodeByOperator,
  [expand, elementwiseOpcodes.copy],
]);

/** Emits an instruction for a single operation; it has the format of those that fuse several. */
export function elementwiseEmitter(opcode: number): Emitter {
  return ({ operands, output, shapes, scratch }) => {
    const layout = broadcastLayoutOf(shapes.operands, shapes.output);
    if (layout === undefined) return undefined;
    if (sizeOf(shapes.output) === 0) return [];
    const fusedOperands = operands.map((address, operandIndex) => ({
      layout: layout.operandLayouts[operandIndex],
      address,
    }));
    const op = { opcode, operands: operands.map((_, operandIndex) => operandIndex), output: operands.length };
    return [
      fusedElementwiseInstruction(layout, [...fusedOperands, { layout: 'full', address: output }], [op], scratch),
    ];
  };
}

/** Multiplies the first vector as a column by the second as a row. */
export const emitOuterProduct: Emitter = (context) => {
  const [[rows], [columns]] = context.shapes.operands;
  const shapes = { operands: [[rows, 1], [columns]], output: context.shapes.output };
  return elementwiseEmitter(elementwiseOpcodes.multiply)({ ...context, shapes });
};

/** Operators whose value has the elements of their operand, in the same order; the value may alias the operand. */
export const viewOperators: readonly Operator[] = [identity, detach, reshape, squeeze];

/** An instruction that copies elements. */
export function copyInstruction(size: number, from: number, to: number): Instruction {
  const operands = [from, to].map((address) => ({ layout: 'full', address }) as const);
  const op = { opcode: elementwiseOpcodes.copy, operands: [0], output: 1 };
  return fusedElementwiseInstruction({ rows: 1, columns: size }, operands, [op], () => 0);
}

export const emitCopy: Emitter = ({ operands: [operand], output, shapes }) => {
  const size = sizeOf(shapes.output);
  return size === 0 ? [] : [copyInstruction(size, operand, output)];
};
