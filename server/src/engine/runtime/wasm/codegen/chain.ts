/** The instruction for elementwise operations that run together, one block of elements at a time. */

import {
  blockLength,
  columnLayout,
  fullLayout,
  registerLayout,
  rowLayout,
  scalarLayout,
  strideBytes,
} from '../chainFormat.ts';
import { chain } from '../opcodes.ts';
import type { BroadcastLayout, OperandLayout } from './broadcastLayout.ts';
import type { Instruction } from './instruction.ts';

/** Operands of a chain: values in memory, and registers, which hold one block of elements. */
export type ChainOperand =
  | { readonly layout: OperandLayout; readonly address: number }
  | { readonly layout: 'register' };

/** An operation; operands and output are indices into the chain's operands. */
export interface ChainOp {
  /** An elementwise opcode. */
  readonly opcode: number;
  readonly operands: readonly number[];
  readonly output: number;
}

/** @param scratch allocates memory for a number of elements. */
export function chainInstruction(
  { rows, columns }: Pick<BroadcastLayout, 'rows' | 'columns'>,
  operands: readonly ChainOperand[],
  ops: readonly ChainOp[],
  scratch: (elements: number) => number,
): Instruction {
  const rowsPerBlock = Math.max(1, Math.floor(blockLength / columns));
  const blockElements = Math.min(rows, rowsPerBlock) * Math.min(columns, blockLength);
  const bufferSizes: Readonly<Record<ChainOperand['layout'], number>> = {
    full: 0,
    scalar: strideElements,
    row: columns > blockLength ? 0 : blockElements,
    column: blockElements,
    register: blockElements,
  };
  const offsets = new Array<number>(operands.length);
  let length = 0;
  for (const [index, { layout }] of operands.entries()) {
    offsets[index] = length;
    // Adjacent blocks would map to the same cache lines.
    length += bufferSizes[layout] === 0 ? 0 : bufferSizes[layout] + strideElements;
  }
  const scratchAddress = scratch(length);
  return [
    chain,
    rows,
    columns,
    operands.length,
    ops.length,
    ...operands.flatMap((operand, index) => [
      layoutCodes[operand.layout],
      operand.layout === 'register' ? 0 : operand.address,
      scratchAddress + bytesPerElement * offsets[index],
      operand.layout === 'scalar' ? 0 : strideBytes,
    ]),
    ...ops.flatMap(({ opcode, output, operands: [a, b = a, c = a] }) => [opcode, output, a, b, c]),
  ];
}

/** Sized for 64-bit floats, though elements may have 32 bits. */
const bytesPerElement = 8;
const strideElements = 16;

const layoutCodes: Readonly<Record<ChainOperand['layout'], number>> = {
  full: fullLayout,
  scalar: scalarLayout,
  row: rowLayout,
  column: columnLayout,
  register: registerLayout,
};
