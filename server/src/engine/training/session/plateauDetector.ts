/** Tells whether the loss of a run has plateaued: its mean over the last steps is that over as many steps before, up to noise. */

/** Steps compared at least; later, a quarter of the run, so that a slow start is not taken for the end. */
const minWindow = 25;

/** Changes of the mean smaller than this share of the range of the losses are none. */
const relativeTolerance = 1e-4;

export class PlateauDetector {
  /** Sums of the losses, and of their squares, up to each step, relative to the first loss. */
  readonly #sums = [0];
  readonly #squares = [0];
  #first = 0;
  #minimum = Number.POSITIVE_INFINITY;
  #maximum = Number.NEGATIVE_INFINITY;

  add(loss: number): void {
    if (this.#sums.length === 1) this.#first = loss;
    const difference = loss - this.#first;
    this.#sums.push(this.#sums.at(-1)! + difference);
    this.#squares.push(this.#squares.at(-1)! + difference ** 2);
    this.#minimum = Math.min(this.#minimum, loss);
    this.#maximum = Math.max(this.#maximum, loss);
  }

  get hasPlateaued(): boolean {
    const count = this.#sums.length - 1;
    const window = Math.max(minWindow, Math.floor(count / 4));
    if (count < 2 * window) return false;
    const last = this.#statistics(count - window, count);
    const previous = this.#statistics(count - 2 * window, count - window);
    const standardError = Math.sqrt((last.variance + previous.variance) / window);
    const tolerance = Math.max(relativeTolerance * (this.#maximum - this.#minimum), standardError);
    return Math.abs(last.mean - previous.mean) <= tolerance;
  }

  #statistics(from: number, to: number): { readonly mean: number; readonly variance: number } {
    const mean = (this.#sums[to] - this.#sums[from]) / (to - from);
    const meanSquare = (this.#squares[to] - this.#squares[from]) / (to - from);
    return { mean, variance: Math.max(0, meanSquare - mean ** 2) };
  }
}
