/** The instruction for fused elementwise operations, which run together on one block of elements at a time. */

import {
  blockLength,
  chunkBytes,
  columnLayout,
  fullLayout,
  registerLayout,
  rowLayout,
  scalarLayout,
} from '../fusedElementwiseFormat.ts';
import { fusedElementwise } from '../opcodes.ts';
import type { BroadcastLayout, OperandLayout } from './broadcastLayout.ts';
import type { Instruction } from './instruction.ts';

/** Operands of fused operations: values in memory, and registers, which hold one block of elements. */
export type FusedOperand =
  | { readonly layout: OperandLayout; readonly address: number }
  | { readonly layout: 'register' };

/** An operation; operands and output are indices into the list of operands. */
export interface ElementwiseOp {
  /** An elementwise opcode. */
  readonly opcode: number;
  readonly operands: readonly number[];
  readonly output: number;
}

/** @param scratch allocates memory for a number of elements. */
export function fusedElementwiseInstruction(
  { rows, columns }: Pick<BroadcastLayout, 'rows' | 'columns'>,
  operands: readonly FusedOperand[],
  ops: readonly ElementwiseOp[],
  scratch: (elements: number) => number,
): Instruction {
  const rowsPerBlock = Math.max(1, Math.floor(blockLength / columns));
  const blockElements = Math.min(rows, rowsPerBlock) * Math.min(columns, blockLength);
  const bufferSizes: Readonly<Record<FusedOperand['layout'], number>> = {
    full: 0,
    scalar: chunkElements,
    row: columns > blockLength ? 0 : blockElements,
    column: blockElements,
    register: blockElements,
  };
  const offsets = new Array<number>(operands.length);
  let length = 0;
  for (const [index, { layout }] of operands.entries()) {
    offsets[index] = length;
    // Adjacent blocks would map to the same cache lines.
    length += bufferSizes[layout] === 0 ? 0 : bufferSizes[layout] + chunkElements;
  }
  const scratchAddress = scratch(length);
  return [
    fusedElementwise,
    rows,
    columns,
    operands.length,
    ops.length,
    ...operands.flatMap((operand, index) => [
      layoutCodes[operand.layout],
      operand.layout === 'register' ? 0 : operand.address,
      scratchAddress + bytesPerElement * offsets[index],
      operand.layout === 'scalar' ? 0 : chunkBytes,
    ]),
    ...ops.flatMap(({ opcode, output, operands: [a, b = a, c = a] }) => [opcode, output, a, b, c]),
  ];
}

/** Sized for 64-bit floats, though elements may have 32 bits. */
const bytesPerElement = 8;
const chunkElements = 16;

const layoutCodes: Readonly<Record<FusedOperand['layout'], number>> = {
  full: fullLayout,
  scalar: scalarLayout,
  row: rowLayout,
  column: columnLayout,
  register: registerLayout,
};
