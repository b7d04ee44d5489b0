/** A matrix as a table of all its numbers, each above its gradient. Only the visible cells are rendered. */

import * as l10n from '@vscode/l10n';
import { type UIEvent, useState } from 'react';
import { type Matrix, matrixSizeOf } from '../../../../protocol/pictures/matrices.ts';
import { focusableRegion } from '../focusableRegion.ts';
import type { Size } from '../layout/box.ts';
import { formatNumber } from '../numbers.ts';
import type { Tensor } from './decodeTensor.ts';
import { cellColor } from './paintMatrices.ts';

interface Props {
  readonly tensor: Tensor;
  readonly matrix: Matrix;
  /** The visible part of the table. */
  readonly area: Size;
}

/** The size of a cell with one number, in pixels. */
export const cellSize = { width: 96, height: 22 };
/** The width of the column with the row numbers, in pixels. */
const headerWidth = 48;
/** Cells rendered beyond the visible ones on each side. */
const margin = 2;

/** The size of the whole table, in pixels. */
export function tableSizeOf({ shape, gradient }: Tensor): Size {
  const { rows, columns } = matrixSizeOf(shape);
  const rowHeight = cellSize.height * (gradient ? 2 : 1);
  return { width: headerWidth + columns * cellSize.width, height: cellSize.height + rows * rowHeight };
}

export function TensorTable({ tensor, matrix, area }: Props) {
  const [scroll, setScroll] = useState({ left: 0, top: 0 });
  const { shape, value, gradient } = tensor;
  const { rows, columns } = matrixSizeOf(shape);
  const rowHeight = cellSize.height * (gradient ? 2 : 1);
  const shownRows = visibleRange(scroll.top, area.height, rowHeight, rows);
  const shownColumns = visibleRange(scroll.left, area.width, cellSize.width, columns);
  const onScroll = ({ currentTarget: { scrollLeft, scrollTop } }: UIEvent) =>
    setScroll({ left: scrollLeft, top: scrollTop });
  /** Rows of a wrapped vector are numbered by their first element, rows of the tensor's first axis from where it begins. */
  const rowNumber = (row: number) =>
    shape.length === 1 ? tensor.first + row * columns : row + (shape.length === 2 ? tensor.first : 0);
  return (
    <section className="tensor-table" {...focusableRegion} aria-label={l10n.t('Table of elements')} onScroll={onScroll}>
      <table style={{ width: headerWidth + columns * cellSize.width }} aria-rowcount={rows} aria-colcount={columns}>
        <colgroup>
          <col style={{ width: headerWidth }} />
          {shownColumns.before > 0 && <col style={{ width: shownColumns.before * cellSize.width }} />}
          {shownColumns.indices.map((column) => (
            <col key={column} style={{ width: cellSize.width }} />
          ))}
          {shownColumns.after > 0 && <col style={{ width: shownColumns.after * cellSize.width }} />}
        </colgroup>
        <thead>
          <tr style={{ height: cellSize.height }}>
            <th scope="col" aria-label={l10n.t('row')} />
            {shownColumns.before > 0 && <td />}
            {shownColumns.indices.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shownRows.before > 0 && <tr style={{ height: shownRows.before * rowHeight }} />}
          {shownRows.indices.map((row) => (
            <tr key={row} style={{ height: rowHeight }}>
              <th scope="row">{rowNumber(row)}</th>
              {shownColumns.before > 0 && <td />}
              {shownColumns.indices.map((column) => {
                const element = matrix.offset + row * columns + column;
                if (element >= value.elements.length) return <td key={column} />;
                const [number, slope] = [value.elements[element]!, gradient?.elements[element]];
                return (
                  <td key={column}>
                    <span className="value" style={{ background: cellColor(value.maxMagnitude, number) }}>
                      {formatNumber(number)}
                    </span>
                    {slope !== undefined && (
                      <span className="gradient" style={{ background: cellColor(gradient!.maxMagnitude, slope) }}>
                        {formatNumber(slope)}
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
          {shownRows.after > 0 && <tr style={{ height: shownRows.after * rowHeight }} />}
        </tbody>
      </table>
    </section>
  );
}

interface VisibleRange {
  readonly before: number;
  readonly indices: readonly number[];
  readonly after: number;
}

function visibleRange(scrolled: number, length: number, cell: number, count: number): VisibleRange {
  const first = Math.max(0, Math.min(count, Math.floor(scrolled / cell)) - margin);
  const end = Math.min(count, Math.ceil((scrolled + length) / cell) + margin);
  const indices = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
  return { before: first, indices, after: count - first - indices.length };
}
