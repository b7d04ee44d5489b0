/** A tensor as a small Markdown table of its first rows and columns, with ellipses for the rest. */

import { formatNumber } from '../../display/numbers.ts';
import type { Shape } from '../../engine/ir/shape.ts';

const maxRows = 5;
const maxColumns = 6;

/** Shows the first matrix of the tensor; a vector is a single row. */
export function formatTensorTable(title: string, values: Float64Array, shape: Shape, digits: number): string {
  const columns = shape[shape.length - 1];
  const rows = shape.length === 1 ? 1 : shape[shape.length - 2];
  const shownColumns = Math.min(columns, maxColumns);
  const shownRows = Math.min(rows, maxRows);
  const hasMoreColumns = columns > shownColumns;
  const cells = Array.from({ length: shownRows }, (_, row) =>
    Array.from({ length: shownColumns }, (_, column) => formatNumber(values[row * columns + column], digits)),
  );
  if (values.length > shownRows * columns) cells.push(new Array<string>(shownColumns).fill('⋮'));
  const columnHeaders = Array.from({ length: shownColumns }, (_, column) => String(column));
  const lines = [
    [title, ...columnHeaders],
    ['---', ...columnHeaders.map(() => '--:')],
    ...cells.map((row, i) => [i < shownRows ? String(i) : '⋮', ...row]),
  ];
  return lines
    .map((line, i) => `| ${line.join(' | ')} ${hasMoreColumns ? `| ${i === 1 ? '---' : '…'} ` : ''}|`)
    .join('\n');
}
