/** Thumbnails of tensors: a heat map for a matrix, bars for any other shape. */

import type { Thumbnail } from '../../../protocol/panel/graph.ts';
import { maxBars, type Quantity } from '../display/quantity.ts';

/** Maximum number of cells along each side of a heat map. */
const maxCells = 16;

/** Finer steps would be indistinguishable as colors. */
const quantizationSteps = 1000;

/** Null for a scalar, and for a tensor without elements. */
export function thumbnailOf(elements: Float64Array, quantity: Quantity): Thumbnail | null {
  if (quantity.kind === 'scalar' || elements.length === 0) return null;
  const [rows, columns] = quantity.shape;
  return quantity.shape.length === 2
    ? heatMap(elements, rows, columns)
    : { kind: 'bars', bars: barsOf(elements, quantity.bars) };
}

/** Unlike a sparkline, which skips non-finite values, the bars of a few elements keep a slot for each. */
function barsOf(elements: Float64Array, sparkline: readonly number[]): readonly (number | null)[] {
  if (elements.length > maxBars) return sparkline;
  const heights = sparkline.values();
  return Array.from(elements, (element) => (Number.isFinite(element) ? heights.next().value! : null));
}

function heatMap(elements: Float64Array, rows: number, columns: number): Thumbnail {
  const shown = { rows: Math.min(rows, maxCells), columns: Math.min(columns, maxCells) };
  const means: number[] = [];
  for (let row = 0; row < shown.rows; row++) {
    const rowBlock = blockOf(row, rows, shown.rows);
    for (let column = 0; column < shown.columns; column++) {
      means.push(meanOf(elements, columns, rowBlock, blockOf(column, columns, shown.columns)));
    }
  }
  const maxMagnitude = means.reduce((max, mean) => (Number.isFinite(mean) ? Math.max(max, Math.abs(mean)) : max), 0);
  return { kind: 'heat', ...shown, cells: means.map((mean) => cellOf(mean, maxMagnitude)) };
}

interface Block {
  readonly start: number;
  readonly end: number;
}

/** The elements of an axis that a cell covers. */
function blockOf(cell: number, length: number, cells: number): Block {
  return { start: Math.floor((cell * length) / cells), end: Math.floor(((cell + 1) * length) / cells) };
}

function meanOf(elements: Float64Array, columns: number, rowBlock: Block, columnBlock: Block): number {
  let sum = 0;
  for (let row = rowBlock.start; row < rowBlock.end; row++) {
    for (let column = columnBlock.start; column < columnBlock.end; column++) sum += elements[row * columns + column];
  }
  return sum / ((rowBlock.end - rowBlock.start) * (columnBlock.end - columnBlock.start));
}

function cellOf(mean: number, maxMagnitude: number): number | null {
  if (!Number.isFinite(mean)) return null;
  // Adding 0 turns −0 into 0.
  return maxMagnitude === 0 ? 0 : Math.round((mean / maxMagnitude) * quantizationSteps) / quantizationSteps + 0;
}
