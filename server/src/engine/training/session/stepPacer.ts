/** The pace of a run: when its next step is due, at a limited number of steps per second. */

export class StepPacer {
  readonly #now: () => number;
  /** In milliseconds, from one step to the next. */
  #interval = 0;
  /** The time at which the last step was due. */
  #lastDue = Number.NEGATIVE_INFINITY;

  /** @param now the time in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param stepsPerSecond undefined for as many as can be taken. */
  setSpeed(stepsPerSecond: number | undefined): void {
    this.#interval = stepsPerSecond === undefined ? 0 : 1000 / stepsPerSecond;
  }

  /** Milliseconds until the next step is due; 0 if it is. */
  get delay(): number {
    return Math.max(0, this.#lastDue + this.#interval - this.#now());
  }

  /** Makes the next step due. */
  skipDelay(): void {
    this.#lastDue = Number.NEGATIVE_INFINITY;
  }

  /** A step that comes a little late does not delay the next one; the time that slow steps lose is not made up for. */
  countStep(): void {
    const now = this.#now();
    const due = this.#lastDue + this.#interval;
    this.#lastDue = now - due > this.#interval ? now : due;
  }

  /** A measured speed, which is above the pace while only a few steps have been taken. */
  limit(stepsPerSecond: number | undefined): number | undefined {
    if (stepsPerSecond === undefined || this.#interval === 0) return stepsPerSecond;
    return Math.min(stepsPerSecond, 1000 / this.#interval);
  }
}
