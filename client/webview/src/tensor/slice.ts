/** The user's choice of the part of a tensor that is drawn. */

import { initialSlice, type Slice } from '../../../../protocol/pictures/matrices.ts';

/** The slice with another choice for one axis. Only one axis can have all of its matrices side by side. */
export function withChoice(slice: Slice, axis: number, choice: number | 'all'): Slice {
  return slice.map((previous, other) => {
    if (other === axis) return choice;
    return choice === 'all' && previous === 'all' ? 0 : previous;
  });
}

/** The slice for a tensor whose shape may have changed meanwhile. */
export function fittedSlice(slice: Slice, shape: readonly number[]): Slice {
  if (slice.length !== Math.max(0, shape.length - 2)) return initialSlice(shape);
  return slice.map((choice, axis) => (choice === 'all' ? choice : Math.min(choice, Math.max(0, shape[axis]! - 1))));
}

/** The first of the matrices that are side by side. */
export function singleSlice(slice: Slice): Slice {
  return slice.map((choice) => (choice === 'all' ? 0 : choice));
}
