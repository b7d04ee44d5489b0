/** A curve that grows for as long as it likes: when it has too many points, every other one is let go. */

/** As many as a screen has room for. */
export const mostPoints = 4096;

/** What is new of a curve; or all of it, where points that were handed out are gone. */
export interface CurvePart<Point> {
  readonly isWhole: boolean;
  readonly points: readonly Point[];
}

export class Curve<Point> {
  #points: Point[] = [];
  /** One point in so many is kept. */
  #distance = 1;
  /** How many there were in all. */
  #count = 0;
  /** How many of the points were handed out; −1 where those that were are others. */
  #handedOut = -1;

  add(point: Point): void {
    const isKept = this.#count++ % this.#distance === 0;
    if (!isKept) return;
    this.#points.push(point);
    if (this.#points.length <= mostPoints) return;
    this.#distance *= 2;
    this.#points = this.#points.filter((_, place) => place % 2 === 0);
    this.#handedOut = -1;
  }

  /** What there is since it was asked for last. @param isWhole asks for all of it. */
  part(isWhole: boolean): CurvePart<Point> {
    const isAll = isWhole || this.#handedOut < 0;
    const points = this.#points.slice(isAll ? 0 : this.#handedOut);
    this.#handedOut = this.#points.length;
    return { isWhole: isAll, points };
  }
}
