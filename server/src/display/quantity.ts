/** A value in few words: a scalar as its number, a tensor as its shape, mean ± standard deviation and histogram. */

import type { Shape } from '../engine/shape.ts';
import { showChanged, showNumber } from './numbers.ts';

export type Quantity =
  | { readonly kind: 'scalar'; readonly value: number }
  | {
      readonly kind: 'tensor';
      readonly shape: Shape;
      readonly mean: number;
      /** The standard deviation of all elements, as of a whole population. */
      readonly std: number;
      /** The Euclidean norm of all elements. */
      readonly norm: number;
      /** How many elements fall into each of equal intervals from the least to the greatest. */
      readonly histogram: readonly number[];
    };

const bins = 8;
const bars = '▁▂▃▄▅▆▇█';

export function quantityOf(values: Float64Array, shape: Shape): Quantity {
  if (shape.length === 0) return { kind: 'scalar', value: values[0] };
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  let spread = 0;
  for (const value of values) spread += (value - mean) ** 2;
  const std = Math.sqrt(spread / values.length);
  return { kind: 'tensor', shape, mean, std, norm: Math.sqrt(squares), histogram: histogramOf(values) };
}

function histogramOf(values: Float64Array): number[] {
  const counts = new Array<number>(bins).fill(0);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const width = (high - low) / bins;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    counts[width > 0 ? Math.min(bins - 1, Math.floor((value - low) / width)) : bins >> 1]++;
  }
  return counts;
}

/** `3`, or `[100×16] 0.02 ± 0.5 ▁▃▇▅▂`. */
export function showQuantity(quantity: Quantity, digits: number): string {
  if (quantity.kind === 'scalar') return showNumber(quantity.value, digits);
  return `${showDimensions(quantity.shape)} ${showSpread(quantity, digits)} ${showHistogram(quantity.histogram)}`;
}

/** `[100×16]`. */
export function showDimensions(shape: Shape): string {
  return `[${shape.join('×')}]`;
}

/** What a step makes of a quantity, with the digits that show the change. */
export function showUpdate(from: Quantity, to: Quantity, digits: number): string {
  if (from.kind === 'scalar' && to.kind === 'scalar') return showChanged(to.value, from.value, digits);
  return to.kind === 'tensor' ? showSpread(to, digits) : showNumber(to.value, digits);
}

/** The size of a gradient: a scalar's own number, a tensor's norm. */
export function showSize(quantity: Quantity, digits: number): string {
  return showNumber(quantity.kind === 'scalar' ? quantity.value : quantity.norm, digits);
}

function showSpread({ mean, std }: Quantity & { kind: 'tensor' }, digits: number): string {
  return `${showNumber(mean, digits)} ± ${showNumber(std, digits)}`;
}

function showHistogram(histogram: readonly number[]): string {
  const most = Math.max(...histogram, 1);
  return histogram.map((count) => bars[Math.round((count / most) * (bars.length - 1))]).join('');
}
