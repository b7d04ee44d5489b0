/** How fast steps are taken, since they began to be. */

export class StepClock {
  readonly #now: () => number;
  #startedAt = 0;
  #stepCount = 0;

  /** @param now in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  start(): void {
    this.#startedAt = this.#now();
    this.#stepCount = 0;
  }

  countStep(): void {
    this.#stepCount++;
  }

  /** Undefined before there is anything to tell it by. */
  get stepsPerSecond(): number | undefined {
    const elapsed = this.#now() - this.#startedAt;
    return elapsed > 0 && this.#stepCount > 0 ? (1000 * this.#stepCount) / elapsed : undefined;
  }
}
