/** A curve that grows for as long as it likes: when it has too many points, every other one is let go. */

/** As many as a screen has room for. */
export const maxPoints = 4096;

/** What is new of a curve; or all of it, where points that were handed out are gone. */
export interface CurveUpdate<Point> {
  readonly isFull: boolean;
  readonly points: readonly Point[];
}

export class Curve<Point> {
  #points: Point[] = [];
  /** One point in so many is kept. */
  #stride = 1;
  /** How many there were in all. */
  #addedCount = 0;
  /** How many of the points were handed out; −1 where those that were are others. */
  #sentCount = -1;

  add(point: Point): void {
    const isKept = this.#addedCount++ % this.#stride === 0;
    if (!isKept) return;
    this.#points.push(point);
    if (this.#points.length <= maxPoints) return;
    this.#stride *= 2;
    this.#points = this.#points.filter((_, index) => index % 2 === 0);
    this.#sentCount = -1;
  }

  /** What there is since it was asked for last. @param isFull asks for all of it. */
  takeUpdate(isFull: boolean): CurveUpdate<Point> {
    const isComplete = isFull || this.#sentCount < 0;
    const points = this.#points.slice(isComplete ? 0 : this.#sentCount);
    this.#sentCount = this.#points.length;
    return { isFull: isComplete, points };
  }
}
