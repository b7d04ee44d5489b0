/** A curve of bounded size: when it has too many points, every other one is dropped. */

/** About as many as a screen can show. */
export const maxPoints = 4096;

/** The new points of a curve; all points if some were dropped since. */
export interface CurveUpdate<Point> {
  readonly isComplete: boolean;
  readonly points: readonly Point[];
}

export class Curve<Point> {
  #points: Point[] = [];
  /** One point in this many is kept. */
  #stride = 1;
  /** Points added in all, kept or not. */
  #addedCount = 0;
  /** The number of points sent; −1 if points have been dropped since. */
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

  /** False if the next point would be dropped, so that it need not be computed. */
  get keepsNext(): boolean {
    return this.#addedCount % this.#stride === 0;
  }

  /** Counts a point that is not kept. */
  skip(): void {
    this.#addedCount++;
  }

  /** The points since the last call. @param isFull asks for all points. */
  takeUpdate(isFull: boolean): CurveUpdate<Point> {
    const isComplete = isFull || this.#sentCount < 0;
    const points = this.#points.slice(isComplete ? 0 : this.#sentCount);
    this.#sentCount = this.#points.length;
    return { isComplete, points };
  }
}
