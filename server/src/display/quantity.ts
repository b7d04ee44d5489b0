/** Summary of a value: the number of a scalar, or the shape, mean ± standard deviation and sparkline of a tensor. */

import type { Shape } from '../engine/ir/shape.ts';
import { allParts, type DisplayOptions } from './displayOptions.ts';
import { formatChanged, formatNumber } from './numbers.ts';

export type Quantity =
  | { readonly kind: 'scalar'; readonly value: number }
  | {
      readonly kind: 'tensor';
      readonly shape: Shape;
      readonly mean: number;
      /** Population standard deviation of all elements. */
      readonly std: number;
      /** Euclidean norm of all elements. */
      readonly norm: number;
      /** Heights of the sparkline, 0 to 1: the elements themselves if there are few, else their histogram. */
      readonly bars: readonly number[];
    };

/** Number of histogram bins. Tensors with at most this many elements show them in order instead. */
export const maxBars = 8;
const barCharacters = '▁▂▃▄▅▆▇█';

export function quantityOf(values: Float64Array, shape: Shape): Quantity {
  if (shape.length === 0) return { kind: 'scalar', value: values[0] };
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  const std = euclideanDistance(values, mean) / Math.sqrt(values.length);
  return { kind: 'tensor', shape, mean, std, norm: euclideanDistance(values, 0), bars: barsOf(values) };
}

/** Euclidean distance of all elements from `center`, scaled so that the squares neither overflow nor underflow. */
function euclideanDistance(values: Float64Array, center: number): number {
  let maxDistance = 0;
  for (const value of values) maxDistance = Math.max(maxDistance, Math.abs(value - center));
  if (maxDistance === 0 || !Number.isFinite(maxDistance)) return maxDistance;
  let squares = 0;
  for (const value of values) squares += ((value - center) / maxDistance) ** 2;
  return maxDistance * Math.sqrt(squares);
}

function barsOf(values: Float64Array): number[] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // Halved, because the difference of two huge numbers may be infinite.
  const heightOf = (value: number): number => (high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5);
  return values.length <= maxBars
    ? Array.from(values.filter(Number.isFinite), heightOf)
    : histogramOf(values, heightOf);
}

/** Histogram with equal bins of the heights of finite values, normalized to a maximum of 1. */
function histogramOf(values: Float64Array, heightOf: (value: number) => number): number[] {
  const counts = new Array<number>(maxBars).fill(0);
  for (const value of values) {
    if (Number.isFinite(value)) counts[Math.min(maxBars - 1, Math.floor(heightOf(value) * maxBars))]++;
  }
  const maxCount = Math.max(...counts, 1);
  return counts.map((count) => count / maxCount);
}

/** `3`, or `[100×16] 0.02 ± 0.5 ▁▃▇▅▂`; only the shape for a tensor without elements. */
export function formatQuantity(quantity: Quantity, digits: number): string {
  return formatParts(quantity, { digits, show: allParts });
}

/** Like `formatQuantity`, limited to the parts in `options`; may be empty. */
export function formatParts(quantity: Quantity, options: DisplayOptions): string {
  const text = formatWithoutBars(quantity, options);
  return quantity.kind === 'tensor' && options.show.value ? `${text} ${showBars(quantity.bars)}`.trimEnd() : text;
}

export function formatWithoutBars(quantity: Quantity, { digits, show }: DisplayOptions): string {
  if (quantity.kind === 'scalar') return show.value ? formatNumber(quantity.value, digits) : '';
  const dimensions = show.shape ? formatDimensions(quantity.shape) : '';
  const hasSpread = show.value && !quantity.shape.includes(0);
  return hasSpread ? `${dimensions} ${formatSpread(quantity, digits)}`.trimStart() : dimensions;
}

/** `[100×16]`. */
export function formatDimensions(shape: Shape): string {
  return `[${shape.join('×')}]`;
}

/** The value after a step, with enough digits to show the change. */
export function formatUpdate(from: Quantity, to: Quantity, digits: number): string {
  if (from.kind === 'scalar' || to.kind === 'scalar') return formatChanged(centerOf(to), centerOf(from), digits);
  return `${showStatistic(to.mean, from.mean, digits)} ± ${showStatistic(to.std, from.std, digits)}`;
}

/** Ignores differences within the rounding error of a sum over the elements. */
function showStatistic(to: number, from: number, digits: number): string {
  const hasChanged = Math.abs(to - from) > 1e-12 * Math.max(Math.abs(to), Math.abs(from));
  return hasChanged ? formatChanged(to, from, digits) : formatNumber(to, digits);
}

function centerOf(quantity: Quantity): number {
  return quantity.kind === 'scalar' ? quantity.value : quantity.mean;
}

/** The size of a gradient: the signed number of a scalar, the norm of a tensor. */
export function formatMagnitude(quantity: Quantity, digits: number): string {
  return formatNumber(quantity.kind === 'scalar' ? quantity.value : quantity.norm, digits);
}

/** Absolute value of a scalar, or norm of a tensor; null if not finite. */
export function magnitudeOf(gradient: Quantity): number | null {
  const magnitude = gradient.kind === 'scalar' ? Math.abs(gradient.value) : gradient.norm;
  return Number.isFinite(magnitude) ? magnitude : null;
}

/** `0.02 ± 0.5`. */
export function formatSpread({ mean, std }: Quantity & { kind: 'tensor' }, digits: number): string {
  return `${formatNumber(mean, digits)} ± ${formatNumber(std, digits)}`;
}

function showBars(heights: readonly number[]): string {
  return heights.map((height) => barCharacters[Math.round(height * (barCharacters.length - 1))]).join('');
}
