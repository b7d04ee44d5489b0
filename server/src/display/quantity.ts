/** Summary of a value: the number of a scalar, or the shape, mean ± standard deviation and sparkline of a tensor. */

import type { Shape } from '../engine/ir/shape.ts';
import { runToCompletion, slicesOf } from '../engine/runtime/slices.ts';
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
  return runToCompletion(quantityInSlices(values, shape));
}

/** Like `quantityOf`, in slices. Reads the elements twice: for sum and range, then for spread, norm and histogram. */
export function* quantityInSlices(values: Float64Array, shape: Shape): Generator<undefined, Quantity> {
  if (shape.length === 0) return { kind: 'scalar', value: values[0] };
  const range = yield* rangeOf(values);
  const mean = range.sum / values.length;
  const [distanceFromMean, distanceFromZero] = [maxDistance(range, mean), maxDistance(range, 0)];
  const heightOf = heightsIn(range);
  const counts = new Array<number>(maxBars).fill(0);
  let [squaresFromMean, squaresFromZero] = [0, 0];
  for (const { start, end } of slicesOf(values.length)) {
    for (let i = start; i < end; i++) {
      const value = values[i];
      squaresFromMean += ((value - mean) / distanceFromMean) ** 2;
      squaresFromZero += (value / distanceFromZero) ** 2;
      if (Number.isFinite(value)) counts[Math.min(maxBars - 1, Math.floor(heightOf(value) * maxBars))]++;
    }
    if (end < values.length) yield;
  }
  const std = scaledRoot(squaresFromMean, distanceFromMean) / Math.sqrt(values.length);
  const norm = scaledRoot(squaresFromZero, distanceFromZero);
  const bars = values.length <= maxBars ? Array.from(values.filter(Number.isFinite), heightOf) : scaledCounts(counts);
  return { kind: 'tensor', shape, mean, std, norm, bars };
}

interface ElementRange {
  readonly sum: number;
  /** The least and the greatest finite element; Infinity and −Infinity if there is none. */
  readonly low: number;
  readonly high: number;
  readonly hasNaN: boolean;
  readonly hasInfinity: boolean;
}

function* rangeOf(values: Float64Array): Generator<undefined, ElementRange> {
  let sum = 0;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [hasNaN, hasInfinity] = [false, false];
  for (const { start, end } of slicesOf(values.length)) {
    for (let i = start; i < end; i++) {
      const value = values[i];
      sum += value;
      if (Number.isFinite(value)) {
        if (value < low) low = value;
        if (value > high) high = value;
      } else if (Number.isNaN(value)) hasNaN = true;
      else hasInfinity = true;
    }
    if (end < values.length) yield;
  }
  return { sum, low, high, hasNaN, hasInfinity };
}

/** The greatest distance of an element from the center, which is the mean or 0. */
function maxDistance({ low, high, hasNaN, hasInfinity }: ElementRange, center: number): number {
  if (hasNaN) return Number.NaN;
  // An infinite element makes the mean infinite or NaN, and its distance from it NaN.
  if (hasInfinity) return center === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  return low > high ? 0 : Math.max(Math.abs(low - center), Math.abs(high - center));
}

/** The root of a sum of squares of distances that were divided by the greatest, so that none overflows or underflows. */
function scaledRoot(squares: number, distance: number): number {
  return distance === 0 || !Number.isFinite(distance) ? distance : distance * Math.sqrt(squares);
}

/** Maps finite elements to heights of 0 to 1. */
function heightsIn({ low, high }: ElementRange): (value: number) => number {
  // Halved, because the difference of two huge numbers may be infinite.
  return (value) => (high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5);
}

/** The counts of a histogram, normalized to a maximum of 1. */
function scaledCounts(counts: readonly number[]): number[] {
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
