/** How fast steps are taken, since they began to be. */

export class StepClock {
  readonly #now: () => number;
  #since = 0;
  #steps = 0;

  /** @param now in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  start(): void {
    this.#since = this.#now();
    this.#steps = 0;
  }

  count(): void {
    this.#steps++;
  }

  /** Undefined before there is anything to tell it by. */
  get stepsPerSecond(): number | undefined {
    const elapsed = this.#now() - this.#since;
    return elapsed > 0 && this.#steps > 0 ? (1000 * this.#steps) / elapsed : undefined;
  }
}
