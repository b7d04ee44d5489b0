/** Shapes of tensors: the length of each axis, outermost first. A scalar has the shape `[]`. The rules are NumPy's. */

import * as l10n from '@vscode/l10n';

export type Shape = readonly number[];

/** An error of a shape rule, as one sentence that contains the shapes. */
export interface Mismatch {
  readonly mismatch: string;
}

export function isMismatch(value: object): value is Mismatch {
  return 'mismatch' in value;
}

export const scalar: Shape = [];

/** The number of elements of a tensor of this shape. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

export function shapesEqual(a: Shape, b: Shape): boolean {
  return a === b || (a.length === b.length && a.every((length, axis) => length === b[axis]));
}

/** True if these can be the lengths of axes: integers from 0. */
export function isShape(lengths: readonly number[]): boolean {
  return lengths.every((length) => Number.isInteger(length) && length >= 0);
}

/** `[100, 3]`, or `scalar` if there are no axes. */
export function formatShape(shape: Shape): string {
  return shape.length === 0 ? l10n.t('scalar') : `[${shape.join(', ')}]`;
}

/** The index along each axis, `[1, 0]`, of an element by its row-major index; `[]` in a scalar. */
export function formatIndex(shape: Shape, index: number): string {
  const coordinates: number[] = [];
  let rest = index;
  for (const length of shape.toReversed()) {
    coordinates.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return `[${coordinates.join(', ')}]`;
}

/** The shape that the operands of an elementwise operator broadcast to, by NumPy's rule: axes are aligned from the last one. */
export function broadcastShapes(shapes: readonly Shape[]): Shape | Mismatch {
  let result = shapes[0] ?? scalar;
  for (const shape of shapes) {
    if (shapesEqual(shape, result)) continue;
    const rank = Math.max(result.length, shape.length);
    const merged: number[] = [];
    for (let fromEnd = rank; fromEnd > 0; fromEnd--) {
      const a = result[result.length - fromEnd] ?? 1;
      const b = shape[shape.length - fromEnd] ?? 1;
      if (a !== b && a !== 1 && b !== 1) {
        const shapesText = shapes.map(formatShape).reduce((list, next) => l10n.t`${list} and ${next}`);
        return {
          mismatch:
            fromEnd === 1
              ? l10n.t`${shapesText} don't broadcast: ${a} ≠ ${b} on the last axis`
              : l10n.t`${shapesText} don't broadcast: ${a} ≠ ${b} on axis ${showAxis(-fromEnd)}`,
        };
      }
      merged.push(a === 1 ? b : a);
    }
    result = merged;
  }
  return result;
}

/** The shape of `left @ right`: vectors are rows on the left and columns on the right, leading axes broadcast. */
export function matmulShape(left: Shape, right: Shape): Shape | Mismatch {
  const shapesText = `${formatShape(left)} @ ${formatShape(right)}`;
  if (left.length === 0 || right.length === 0) {
    return { mismatch: l10n.t`matmul ${shapesText}: scalars can't be matrix-multiplied; use *` };
  }
  const inner = left[left.length - 1];
  const innerRight = right[Math.max(0, right.length - 2)];
  if (inner !== innerRight) return { mismatch: `matmul ${shapesText}: ${inner} ≠ ${innerRight}` };
  const batch = broadcastShapes([left.slice(0, -2), right.slice(0, -2)]);
  if (isMismatch(batch)) return { mismatch: l10n.t`matmul ${shapesText}: the leading axes ${batch.mismatch}` };
  return [
    ...batch,
    ...(left.length > 1 ? [left[left.length - 2]] : []),
    ...(right.length > 1 ? [right[right.length - 1]] : []),
  ];
}

/** The axes of a reduction, counted from the front and sorted; every axis if none is given. */
export function normalizeAxes(axes: readonly number[] | undefined, rank: number): readonly number[] | Mismatch {
  if (axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  const normalized = new Set<number>();
  for (const axis of axes) {
    const normalizedAxis = normalizeAxis(axis, rank);
    if (!Number.isInteger(axis) || normalizedAxis < 0 || normalizedAxis >= rank) {
      return { mismatch: missingAxisMessage(showAxis(axis), rank) };
    }
    if (normalized.has(normalizedAxis)) return { mismatch: l10n.t`axis ${showAxis(axis)} is given twice` };
    normalized.add(normalizedAxis);
  }
  return [...normalized].sort((a, b) => a - b);
}

/** Normalizes axes that a shape rule has validated. */
export function requireAxes(axes: readonly number[] | undefined, rank: number): readonly number[] {
  const normalized = normalizeAxes(axes, rank);
  if (isMismatch(normalized)) throw new Error(normalized.mismatch);
  return normalized;
}

/** A negative axis counts from the last one. */
export function normalizeAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

function showAxis(axis: number): string {
  return String(axis).replace('-', '−');
}

function missingAxisMessage(axis: string, rank: number): string {
  if (rank === 0) return l10n.t`axis ${axis} doesn't exist: a scalar has no axes`;
  return rank === 1
    ? l10n.t`axis ${axis} doesn't exist: the tensor has 1 axis`
    : l10n.t`axis ${axis} doesn't exist: the tensor has ${rank} axes`;
}

/** The shape after some axes are reduced: dropped, or kept with length 1. */
export function reducedShape(shape: Shape, axes: readonly number[], keep: boolean): Shape {
  if (keep) return shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** Row-major strides in elements, with 0 on each axis that is broadcast to `target`. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const strides = new Array<number>(target.length).fill(0);
  const rankOffset = target.length - shape.length;
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1) strides[axis + rankOffset] = stride;
    stride *= shape[axis];
  }
  return strides;
}
