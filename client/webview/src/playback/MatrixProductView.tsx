/** A product of small matrices, multiplied in sight: each element of the result is a row times a column. */

import * as l10n from '@vscode/l10n';
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { MatrixProduct, WrittenMatrix } from '../../../../protocol/panel/playback.ts';
import { elementAt, type ProductElement, sumText } from './productElement.ts';
import { elementCount, elementDuration } from './productTiming.ts';
import './matrixProduct.css';

interface Props {
  readonly product: MatrixProduct;
  /** Relative to normal speed. */
  readonly speed: number;
  /** True if the elements are computed one after the other; else all of them are there at once. */
  readonly isAnimated: boolean;
}

export function MatrixProductView({ product, speed, isAnimated }: Props) {
  const count = elementCount(product);
  const [computedCount, setComputedCount] = useState(isAnimated ? 1 : count);
  const [picked, setPicked] = useState<ProductElement | undefined>(undefined);
  const duration = elementDuration(product) / speed;
  useEffect(() => {
    if (computedCount >= count) return;
    const timer = setTimeout(() => setComputedCount(computedCount + 1), duration);
    return () => clearTimeout(timer);
  }, [computedCount, count, duration]);
  const shown = picked ?? elementAt(product, Math.min(computedCount, count) - 1);
  return (
    <div className="product">
      <div className="matrices">
        <MatrixView matrix={product.left} isCurrent={({ row }) => row === shown.row} />
        <span className="sign">@</span>
        <MatrixView matrix={product.right} isCurrent={({ column }) => column === shown.column} />
        <span className="sign">=</span>
        <MatrixView
          matrix={product.result}
          isCurrent={({ row, column }) => row === shown.row && column === shown.column}
          isPending={({ row, column }) => row * product.result.rows[0]!.length + column >= computedCount}
          picking={{ shown, onPick: setPicked, textOf: (element) => sumText(product, element) }}
        />
      </div>
      <p className={`element-sum ${product.result.tone}`} aria-hidden="true">
        {sumText(product, shown)}
      </p>
    </div>
  );
}

interface MatrixViewProps {
  readonly matrix: WrittenMatrix;
  readonly isCurrent: (element: ProductElement) => boolean;
  readonly isPending?: (element: ProductElement) => boolean;
  /** Present if an element can be picked by the pointer or the arrow keys. */
  readonly picking?: Picking;
}

interface Picking {
  readonly shown: ProductElement;
  readonly onPick: (element: ProductElement | undefined) => void;
  /** The description of an element. */
  readonly textOf: (element: ProductElement) => string;
}

function MatrixView({ matrix: { label, tone, rows }, isCurrent, isPending, picking }: MatrixViewProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const move = moves[event.key];
    if (picking === undefined || move === undefined) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(rows.length - 1, picking.shown.row + move.row));
    const column = Math.max(0, Math.min(rows[0]!.length - 1, picking.shown.column + move.column));
    picking.onPick({ row, column });
    event.currentTarget.querySelectorAll<HTMLElement>('td')[row * rows[0]!.length + column]?.focus();
  };
  return (
    <figure className={`written-matrix ${tone}`} aria-label={label === '' ? l10n.t('product of the matrices') : label}>
      <figcaption title={label}>{label}</figcaption>
      <table role={picking && 'grid'} onKeyDown={onKeyDown} onPointerLeave={() => picking?.onPick(undefined)}>
        <tbody>
          {rows.map((elements, row) => (
            <tr key={row}>
              {elements.map((text, column) => {
                const element = { row, column };
                const classes = [isCurrent(element) && 'current', isPending?.(element) && 'pending'].filter(Boolean);
                return (
                  <td
                    key={column}
                    className={classes.join(' ')}
                    {...(picking && {
                      tabIndex: isCurrent(element) ? 0 : -1,
                      'aria-label': picking.textOf(element),
                      onPointerEnter: () => picking.onPick(element),
                      onFocus: () => picking.onPick(element),
                      onBlur: () => picking.onPick(undefined),
                    })}
                  >
                    {text}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

const moves: Readonly<Record<string, ProductElement>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};
