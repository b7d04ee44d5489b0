/** A value in few words: a scalar as its number, a tensor as its shape, mean ± standard deviation and a sparkline. */

import type { Shape } from '../engine/ir/shape.ts';
import { showChanged, showNumber } from './numbers.ts';
import { everyPart, type Shown } from './shown.ts';

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
export const mostBars = 8;
const blocks = '▁▂▃▄▅▆▇█';

export function quantityOf(values: Float64Array, shape: Shape): Quantity {
  if (shape.length === 0) return { kind: 'scalar', value: values[0] };
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  const std = distance(values, mean) / Math.sqrt(values.length);
  return { kind: 'tensor', shape, mean, std, norm: distance(values, 0), bars: barsOf(values) };
}

/** The Euclidean distance of all elements from a centre, whose squares may be too large or too small for a float64. */
function distance(values: Float64Array, centre: number): number {
  let furthest = 0;
  for (const value of values) furthest = Math.max(furthest, Math.abs(value - centre));
  if (furthest === 0 || !Number.isFinite(furthest)) return furthest;
  let squares = 0;
  for (const value of values) squares += ((value - centre) / furthest) ** 2;
  return furthest * Math.sqrt(squares);
}

function barsOf(values: Float64Array): number[] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // Halved, as the difference of two huge numbers may be infinite.
  const heightOf = (value: number): number => (high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5);
  return values.length <= mostBars
    ? Array.from(values.filter(Number.isFinite), heightOf)
    : histogramOf(values, heightOf);
}

/** How many of the heights of finite values fall into each of equal intervals, the most frequent being 1. */
function histogramOf(values: Float64Array, heightOf: (value: number) => number): number[] {
  const counts = new Array<number>(mostBars).fill(0);
  for (const value of values) {
    if (Number.isFinite(value)) counts[Math.min(mostBars - 1, Math.floor(heightOf(value) * mostBars))]++;
  }
  const most = Math.max(...counts, 1);
  return counts.map((count) => count / most);
}

/** `3`, or `[100×16] 0.02 ± 0.5 ▁▃▇▅▂`; of a tensor without elements the shape alone. */
export function showQuantity(quantity: Quantity, digits: number): string {
  return showParts(quantity, { digits, show: everyPart });
}

/** The same, or what of it is to be shown: empty where that is nothing. */
export function showParts(quantity: Quantity, shown: Shown): string {
  const text = showWithoutBars(quantity, shown);
  return quantity.kind === 'tensor' && shown.show.value ? `${text} ${showBars(quantity.bars)}`.trimEnd() : text;
}

export function showWithoutBars(quantity: Quantity, { digits, show }: Shown): string {
  if (quantity.kind === 'scalar') return show.value ? showNumber(quantity.value, digits) : '';
  const dimensions = show.shape ? showDimensions(quantity.shape) : '';
  const hasSpread = show.value && !quantity.shape.includes(0);
  return hasSpread ? `${dimensions} ${showSpread(quantity, digits)}`.trimStart() : dimensions;
}

/** `[100×16]`. */
export function showDimensions(shape: Shape): string {
  return `[${shape.join('×')}]`;
}

/** What a step makes of a quantity, with the digits that show the change. */
export function showUpdate(from: Quantity, to: Quantity, digits: number): string {
  if (from.kind === 'scalar' || to.kind === 'scalar') return showChanged(centreOf(to), centreOf(from), digits);
  return `${showMoved(to.mean, from.mean, digits)} ± ${showMoved(to.std, from.std, digits)}`;
}

/** Sums over the elements may differ by the rounding of their terms alone, which is no change. */
function showMoved(to: number, from: number, digits: number): string {
  const isMoved = Math.abs(to - from) > 1e-12 * Math.max(Math.abs(to), Math.abs(from));
  return isMoved ? showChanged(to, from, digits) : showNumber(to, digits);
}

function centreOf(quantity: Quantity): number {
  return quantity.kind === 'scalar' ? quantity.value : quantity.mean;
}

/** The size of a gradient: a scalar's own number, a tensor's norm. */
export function showSize(quantity: Quantity, digits: number): string {
  return showNumber(quantity.kind === 'scalar' ? quantity.value : quantity.norm, digits);
}

/** How large a gradient is, whatever its sign; null where that is no finite number. */
export function magnitudeOf(gradient: Quantity): number | null {
  const magnitude = gradient.kind === 'scalar' ? Math.abs(gradient.value) : gradient.norm;
  return Number.isFinite(magnitude) ? magnitude : null;
}

/** `0.02 ± 0.5`. */
export function showSpread({ mean, std }: Quantity & { kind: 'tensor' }, digits: number): string {
  return `${showNumber(mean, digits)} ± ${showNumber(std, digits)}`;
}

function showBars(heights: readonly number[]): string {
  return heights.map((height) => blocks[Math.round(height * (blocks.length - 1))]).join('');
}
