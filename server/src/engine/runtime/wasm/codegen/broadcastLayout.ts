/** How the operands of an elementwise operator lie beside its output, seen as a matrix. */

import { broadcastStrides, type Shape, sizeOf } from '../../../ir/shape.ts';

/** An element for each of the output, one for all, one for each column, which each row repeats, or one for each row. */
export type Lie = 'whole' | 'single' | 'row' | 'column';

export interface Layout {
  readonly rows: number;
  readonly columns: number;
  readonly lies: readonly Lie[];
}

/** Undefined where one matrix is not enough for all operands. */
export function layoutOf(operands: readonly Shape[], output: Shape): Layout | undefined {
  const size = sizeOf(output);
  const lies: Lie[] = [];
  let columns: number | undefined;
  for (const operand of operands) {
    const lie = lieOf(operand, output);
    if (lie === undefined) return undefined;
    lies.push(lie);
    if (lie === 'whole' || lie === 'single') continue;
    const length = lie === 'row' ? sizeOf(operand) : size / sizeOf(operand);
    columns ??= length;
    if (columns !== length) return undefined;
  }
  columns ??= size;
  return { rows: size / columns, columns, lies };
}

/** An operand is repeated along some of the axes: none, all, the first ones, or the last ones. */
export function lieOf(operand: Shape, output: Shape): Lie | undefined {
  const strides = broadcastStrides(operand, output).filter((_, axis) => output[axis] > 1);
  const firstRead = strides.findIndex((stride) => stride > 0);
  const firstRepeated = strides.indexOf(0);
  if (firstRepeated < 0) return 'whole';
  if (firstRead < 0) return 'single';
  if (firstRepeated < firstRead) return strides.lastIndexOf(0) < firstRead ? 'row' : undefined;
  return strides.slice(firstRepeated).every((stride) => stride === 0) ? 'column' : undefined;
}
