/** The elements of a small tensor as lines of text, as NumPy prints them: a line for each row, or two for a long one. */

import { type Shape, sizeOf } from '../engine/ir/shape.ts';
import { formatNumber } from './numbers.ts';
import { isWrittenOut, maxWrittenOut, type Quantity } from './quantity.ts';

/** A longer row continues on a second line. */
const maxElementsInLine = 3;
/** Room for an element with four digits, `−0.04135`. */
const elementColumns = 8;

/** Room for the lines; undefined for a scalar, and for a tensor that is not written out. */
export function elementsSizeOf(shape: Shape): { readonly lines: number; readonly columns: number } | undefined {
  const size = sizeOf(shape);
  if (shape.length === 0 || size === 0 || size > maxWrittenOut) return undefined;
  const lines = linesOf(
    Array.from({ length: size }, () => '0'.repeat(elementColumns)),
    shape,
  );
  return { lines: lines.length, columns: Math.max(...lines.map((line) => line.length)) };
}

/** `[[0.5, −0.6],` and ` [0.4, −0.3]]`; undefined for a scalar, and for a tensor that is not written out. */
export function elementLinesOf(quantity: Quantity, digits: number): readonly string[] | undefined {
  if (!isWrittenOut(quantity)) return undefined;
  const texts = quantity.elements.map((element) => formatNumber(element, digits));
  const width = Math.max(...texts.map((text) => text.length));
  const isMatrix = quantity.shape.length > 1;
  return linesOf(isMatrix ? texts.map((text) => text.padStart(width)) : texts, quantity.shape);
}

function linesOf(texts: readonly string[], shape: Shape): readonly string[] {
  const rowLength = shape[shape.length - 1];
  const perLine = rowLength > maxElementsInLine ? Math.ceil(rowLength / 2) : rowLength;
  return texts.flatMap((_, start) => {
    if ((start % rowLength) % perLine !== 0) return [];
    const end = Math.min(start + perLine, start - (start % rowLength) + rowLength);
    const opened = openedAt(start, shape);
    const closed = openedAt(end, shape);
    const indent = ' '.repeat(shape.length - opened);
    const isLast = end === texts.length;
    const comma = isLast ? '' : ',';
    return `${indent}${'['.repeat(opened)}${texts.slice(start, end).join(', ')}${']'.repeat(closed)}${comma}`;
  });
}

/** The number of axes of which a slice begins, or ends, at an index. */
function openedAt(index: number, shape: Shape): number {
  let length = 1;
  let count = 0;
  for (const size of shape.toReversed()) {
    length *= size;
    if (index % length === 0) count++;
  }
  return count;
}
