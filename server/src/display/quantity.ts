/** A value in few words: a scalar as its number, a tensor as its shape, mean ± standard deviation and a sparkline. */

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
      /** The heights of a sparkline, 0 to 1: the elements themselves where there are few, else their histogram. */
      readonly bars: readonly number[];
    };

/** A tensor of so many elements or fewer shows them in order; a larger one its histogram, in as many intervals. */
const mostBars = 8;
const blocks = '▁▂▃▄▅▆▇█';

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
  return { kind: 'tensor', shape, mean, std, norm: Math.sqrt(squares), bars: barsOf(values) };
}

function barsOf(values: Float64Array): number[] {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const heights = finite.map((value) => (high > low ? (value - low) / (high - low) : 0.5));
  return values.length <= mostBars ? Array.from(heights) : histogramOf(heights);
}

/** How many of the heights fall into each of equal intervals, the most frequent being 1. */
function histogramOf(heights: Float64Array): number[] {
  const counts = new Array<number>(mostBars).fill(0);
  for (const height of heights) counts[Math.min(mostBars - 1, Math.floor(height * mostBars))]++;
  const most = Math.max(...counts, 1);
  return counts.map((count) => count / most);
}

/** `3`, or `[100×16] 0.02 ± 0.5 ▁▃▇▅▂`. */
export function showQuantity(quantity: Quantity, digits: number): string {
  if (quantity.kind === 'scalar') return showNumber(quantity.value, digits);
  return `${showDimensions(quantity.shape)} ${showSpread(quantity, digits)} ${showBars(quantity.bars)}`;
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

function showBars(heights: readonly number[]): string {
  return heights.map((height) => blocks[Math.round(height * (blocks.length - 1))]).join('');
}
