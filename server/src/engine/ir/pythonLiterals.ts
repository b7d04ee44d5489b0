/** Numbers and shapes as Python literals. */

import type { Shape } from './shape.ts';

/** The numbers of a tensor as nested Python lists; a scalar as a number. */
export function toPythonList(values: ArrayLike<number>, shape: Shape): string {
  let items = Array.from(values, toPythonFloat);
  for (const length of shape.toReversed()) {
    const rows: string[] = [];
    for (let start = 0; start < items.length; start += length) {
      rows.push(`[${items.slice(start, start + length).join(', ')}]`);
    }
    items = rows;
  }
  return items[0];
}

/** A Python float; integers get a decimal point. */
export function toPythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'torch.nan';
  if (!Number.isFinite(value)) return value > 0 ? 'torch.inf' : '-torch.inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

export function toPythonTuple(shape: Shape): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}
