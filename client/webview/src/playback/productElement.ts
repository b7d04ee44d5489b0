/** One element of a product of matrices: its row, its column and its sum. */

import type { MatrixProduct } from '../../../../protocol/panel/playback.ts';

export interface ProductElement {
  readonly row: number;
  readonly column: number;
}

export function elementAt({ result: { rows } }: MatrixProduct, index: number): ProductElement {
  const columns = rows[0]!.length;
  return { row: Math.floor(index / columns), column: index % columns };
}

/** `0.5 · 1 + (−0.6) · 0 = 0.5`. */
export function sumText({ left, right, result }: MatrixProduct, { row, column }: ProductElement): string {
  const products = left.rows[row]!.map(
    (factor, i) => `${i > 0 ? wrapNegative(factor) : factor} · ${right.rows[i]![column]}`,
  );
  return `${products.join(' + ')} = ${result.rows[row]![column]}`;
}

function wrapNegative(number: string): string {
  return number.startsWith('−') ? `(${number})` : number;
}
