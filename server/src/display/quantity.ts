/**
 * Summary of a value: the number of a scalar, the elements of a small tensor, or the shape, mean ± standard deviation and
 * sparkline of a larger one.
 */

import { type Shape, sizeOf } from '../engine/ir/shape.ts';
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
      /** Heights of the sparkline, 0 to 1: a histogram of the finite elements; empty if there are none. */
      readonly bars: readonly number[];
      /** All elements, row by row, if they are few enough to be written out. */
      readonly elements?: readonly number[];
      /** The first samples as text, if the elements are indices of tokens. */
      readonly texts?: string;
    };

/** Tensors with at most this many elements are written out. */
export const maxWrittenOut = 6;

/** Number of histogram bins. */
const binCount = 8;
const barCharacters = '▁▂▃▄▅▆▇█';

export function quantityOf(values: Float64Array, shape: Shape): Quantity {
  return runToCompletion(quantityInSlices(values, shape));
}

/** Like `quantityOf`, in slices. Reads the elements twice: for sum and range, then for spread, norm and histogram. */
export function* quantityInSlices(values: Float64Array, shape: Shape): Generator<undefined, Quantity> {
  if (shape.length === 0) return { kind: 'scalar', value: values[0] };
  const range = yield* rangeOf(values);
  const mean = meanOf(range, values.length);
  const [distanceFromMean, distanceFromZero] = [maxDistance(range, mean), maxDistance(range, 0)];
  const heightOf = heightsIn(range);
  const counts = new Array<number>(binCount).fill(0);
  let [squaresFromMean, squaresFromZero] = [0, 0];
  for (const { start, end } of slicesOf(values.length)) {
    for (let i = start; i < end; i++) {
      const value = values[i];
      squaresFromMean += ((value - mean) / distanceFromMean) ** 2;
      squaresFromZero += (value / distanceFromZero) ** 2;
      if (Number.isFinite(value)) counts[Math.min(binCount - 1, Math.floor(heightOf(value) * binCount))]++;
    }
    if (end < values.length) yield;
  }
  const std = scaledRoot(squaresFromMean, distanceFromMean) / Math.sqrt(values.length);
  const norm = scaledRoot(squaresFromZero, distanceFromZero);
  const isSmall = values.length > 0 && values.length <= maxWrittenOut;
  return {
    kind: 'tensor',
    shape,
    mean,
    std,
    norm,
    bars: scaledCounts(counts),
    ...(isSmall && { elements: [...values] }),
  };
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

/** Equal elements are their mean exactly: their sum may be rounded. The mean of −0 and 0 is 0. */
function meanOf({ sum, low, high, hasNaN, hasInfinity }: ElementRange, count: number): number {
  return low === high && !hasNaN && !hasInfinity ? low + 0 : sum / count;
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

/** The counts of a histogram, normalized to a maximum of 1; empty if it counts nothing. */
function scaledCounts(counts: readonly number[]): number[] {
  const maxCount = Math.max(...counts);
  return maxCount === 0 ? [] : counts.map((count) => count / maxCount);
}

/** `3`, `[0.5, −0.6]`, or `[100×16] 0.02 ± 0.5 ▁▃▇▅▂`; only the shape for a tensor without elements. */
export function formatQuantity(quantity: Quantity, digits: number): string {
  return formatParts(quantity, { digits, show: allParts });
}

/** Like `formatQuantity`, limited to the parts in `options`; may be empty. */
export function formatParts(quantity: Quantity, options: DisplayOptions): string {
  const text = formatWithoutBars(quantity, options);
  const hasSparkline = options.show.value && options.hasSparklines !== false;
  if (quantity.kind === 'scalar' || quantity.texts !== undefined || isWrittenOut(quantity) || !hasSparkline)
    return text;
  return `${text} ${showBars(quantity.bars)}`.trimEnd();
}

export function formatWithoutBars(quantity: Quantity, { digits, show }: DisplayOptions): string {
  if (quantity.kind === 'scalar') return show.value ? formatNumber(quantity.value, digits) : '';
  if (quantity.texts !== undefined && show.value)
    return show.shape ? `${formatDimensions(quantity.shape)} ${quantity.texts}` : quantity.texts;
  if (isWrittenOut(quantity) && show.value) return writeOut(quantity, (element) => formatNumber(element, digits));
  const dimensions = show.shape ? formatDimensions(quantity.shape) : '';
  const hasSpread = show.value && !quantity.shape.includes(0);
  return hasSpread ? `${dimensions} ${formatSpread(quantity, digits)}`.trimStart() : dimensions;
}

interface WrittenOut {
  readonly kind: 'tensor';
  readonly shape: Shape;
  readonly elements: readonly number[];
}

/** True for a tensor that is shown as its elements. */
export function isWrittenOut(quantity: Quantity): quantity is Quantity & WrittenOut {
  return quantity.kind === 'tensor' && quantity.elements !== undefined;
}

/** The summary of a small tensor as that of a larger one. */
export function withoutElements(quantity: Quantity): Quantity {
  if (quantity.kind === 'scalar') return quantity;
  const { elements: _, ...summary } = quantity;
  return summary;
}

/** `[[0.5, −0.6], [0.4, −0.3]]`. */
function writeOut({ elements, shape }: WrittenOut, format: (element: number, index: number) => string): string {
  return shape.reduceRight((items, length) => {
    const rows = Array.from({ length: items.length / length }, (_, row) =>
      items.slice(row * length, (row + 1) * length),
    );
    return rows.map((row) => `[${row.join(', ')}]`);
  }, elements.map(format))[0];
}

/** `[100×16]`. */
export function formatDimensions(shape: Shape): string {
  return `[${shape.join('×')}]`;
}

/** The value after a step, with enough digits to show the change. */
export function formatUpdate(from: Quantity, to: Quantity, digits: number): string {
  if (from.kind === 'scalar' || to.kind === 'scalar') return formatChanged(centerOf(to), centerOf(from), digits);
  if (isWrittenOut(from) && isWrittenOut(to))
    return writeOut(to, (element, index) => formatChanged(element, from.elements[index], digits));
  return `${showStatistic(to.mean, from.mean, to, digits)} ± ${showStatistic(to.std, from.std, to, digits)}`;
}

/** Ignores differences within the rounding error of a sum over the elements. */
function showStatistic(to: number, from: number, tensor: Tensor, digits: number): string {
  const hasChanged = Math.abs(to - from) > 1e-12 * Math.max(Math.abs(to), Math.abs(from));
  return hasChanged && !isRoundingError(to, tensor)
    ? formatChanged(to, from, digits)
    : formatStatistic(to, tensor, digits);
}

function centerOf(quantity: Quantity): number {
  return quantity.kind === 'scalar' ? quantity.value : quantity.mean;
}

/** A gradient: the number of a scalar, the elements of a small tensor, the norm of a larger one. */
export function formatGradient(gradient: Quantity, digits: number): string {
  return isWrittenOut(gradient) ? formatQuantity(gradient, digits) : formatMagnitude(gradient, digits);
}

/** True if a gradient is shown as its norm. */
export function isShownAsNorm(gradient: Quantity): boolean {
  return gradient.kind === 'tensor' && !isWrittenOut(gradient);
}

/** The symbol in front of `formatGradient`: `∂L/∂x`, or `‖∂L/∂W‖` for a norm. */
export function gradientSymbol(symbol: string, gradient: Quantity): string {
  return isShownAsNorm(gradient) ? `‖${symbol}‖` : symbol;
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
export function formatSpread(tensor: Tensor, digits: number): string {
  return `${formatStatistic(tensor.mean, tensor, digits)} ± ${formatStatistic(tensor.std, tensor, digits)}`;
}

type Tensor = Quantity & { kind: 'tensor' };

/** A mean or standard deviation; `≈ 0` if it is the rounding error of elements that cancel. */
function formatStatistic(statistic: number, tensor: Tensor, digits: number): string {
  return isRoundingError(statistic, tensor) ? '≈ 0' : formatNumber(statistic, digits);
}

/** True within the rounding error of a sum of the elements divided by their number. */
function isRoundingError(statistic: number, { shape, norm }: Tensor): boolean {
  if (statistic === 0 || !Number.isFinite(statistic)) return false;
  return Math.abs(statistic) <= Number.EPSILON * Math.sqrt(sizeOf(shape)) * norm;
}

/** @param heights from 0 to 1. */
export function showBars(heights: readonly number[]): string {
  return heights.map((height) => barCharacters[Math.round(height * (barCharacters.length - 1))]).join('');
}
