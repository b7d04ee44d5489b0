/** Elementwise operators that are computed one after another, a block of elements at a time: the instruction for that. */

import { blockLength, column, register, row, single, strideBytes, whole } from '../elementwiseOpcodes.ts';
import { chain } from '../opcodes.ts';
import type { Layout, Lie } from './broadcastLayout.ts';
import type { Instruction } from './instruction.ts';

/** What the steps of a chain read and write: values in memory, and registers, which hold a block of elements. */
export type ChainOperand = { readonly lie: Lie; readonly address: number } | { readonly lie: 'register' };

/** Operands and output are those of the chain, by their places. */
export interface ChainStep {
  /** What it does, of `kernels/steps.ts`. */
  readonly code: number;
  readonly operands: readonly number[];
  readonly output: number;
}

/** @param scratch sets memory aside for so many elements. */
export function chainInstruction(
  { rows, columns }: Pick<Layout, 'rows' | 'columns'>,
  operands: readonly ChainOperand[],
  steps: readonly ChainStep[],
  scratch: (elements: number) => number,
): Instruction {
  const rowsPerBlock = Math.max(1, Math.floor(blockLength / columns));
  const block = Math.min(rows, rowsPerBlock) * Math.min(columns, blockLength);
  const room: Readonly<Record<ChainOperand['lie'], number>> = {
    whole: 0,
    single: strideNumbers,
    row: columns > blockLength ? 0 : block,
    column: block,
    register: block,
  };
  const starts = new Array<number>(operands.length);
  let length = 0;
  for (const [place, { lie }] of operands.entries()) {
    starts[place] = length;
    // Blocks that follow one another closely would lie on the same lines of the cache.
    length += room[lie] === 0 ? 0 : room[lie] + strideNumbers;
  }
  const start = scratch(length);
  return [
    chain,
    rows,
    columns,
    operands.length,
    steps.length,
    ...operands.flatMap((operand, place) => [
      lieCodes[operand.lie],
      operand.lie === 'register' ? 0 : operand.address,
      start + bytesPerNumber * starts[place],
      operand.lie === 'single' ? 0 : strideBytes,
    ]),
    ...steps.flatMap(({ code, output, operands: [a, b = a, c = a] }) => [code, output, a, b, c]),
  ];
}

/** Room enough for numbers of 64 bits, though they may have 32. */
const bytesPerNumber = 8;
const strideNumbers = 16;

const lieCodes: Readonly<Record<ChainOperand['lie'], number>> = { whole, single, row, column, register };
