/** Layouts of the operands of an elementwise operator relative to its output, viewed as a matrix. */

import { broadcastStrides, type Shape, sizeOf } from '../../../ir/shape.ts';

/**
 * `full`: one element for each of the output; `scalar`: one for all; `row`: one for each column, repeated in every
 * row; `column`: one for each row.
 */
export type OperandLayout = 'full' | 'scalar' | 'row' | 'column';

export interface BroadcastLayout {
  readonly rows: number;
  readonly columns: number;
  readonly operandLayouts: readonly OperandLayout[];
}

/** The matrix and the operand layouts; undefined if no single matrix fits all operands. */
export function broadcastLayoutOf(operands: readonly Shape[], output: Shape): BroadcastLayout | undefined {
  const size = sizeOf(output);
  const operandLayouts: OperandLayout[] = [];
  let columns: number | undefined;
  for (const operand of operands) {
    const layout = operandLayoutOf(operand, output);
    if (layout === undefined) return undefined;
    operandLayouts.push(layout);
    if (layout === 'full' || layout === 'scalar') continue;
    const length = layout === 'row' ? sizeOf(operand) : size / sizeOf(operand);
    columns ??= length;
    if (columns !== length) return undefined;
  }
  columns ??= size;
  return { rows: size / columns, columns, operandLayouts };
}

/**
 * The layout of an operand that is repeated along no axes, all, the leading ones or the trailing ones; undefined for
 * any other.
 */
export function operandLayoutOf(operand: Shape, output: Shape): OperandLayout | undefined {
  const strides = broadcastStrides(operand, output).filter((_, axis) => output[axis] > 1);
  const firstRead = strides.findIndex((stride) => stride > 0);
  const firstRepeated = strides.indexOf(0);
  if (firstRepeated < 0) return 'full';
  if (firstRead < 0) return 'scalar';
  if (firstRepeated < firstRead) return strides.lastIndexOf(0) < firstRead ? 'row' : undefined;
  return strides.slice(firstRepeated).every((stride) => stride === 0) ? 'column' : undefined;
}
