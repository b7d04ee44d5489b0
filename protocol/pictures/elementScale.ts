/** The diverging scale of colors: elements relative to the largest magnitude, so that 0 is neutral. */

/** The largest magnitude of the finite elements; 0 if there are none. */
export function maxMagnitudeOf(elements: Iterable<number>): number {
  let max = 0;
  for (const element of elements) if (Number.isFinite(element)) max = Math.max(max, Math.abs(element));
  return max;
}

/** −1 to 1: an element relative to the largest magnitude; NaN if it is not finite. */
export function relativeTo(maxMagnitude: number, element: number): number {
  if (!Number.isFinite(element)) return Number.NaN;
  return maxMagnitude === 0 ? 0 : element / maxMagnitude;
}

/** Share of the foreground in the color of 0, so that a picture is visible where all is 0. */
export const zeroShare = 0.12;

/** Share of the color of the largest element behind its number, pale enough for text on it. */
export const maxTint = 0.28;
