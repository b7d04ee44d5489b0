/** The angle of a point. `assembly/math/angle.ts` calls the same function of `Math`. */

export function atan2(y: number, x: number): number {
  return Math.atan2(y, x);
}
