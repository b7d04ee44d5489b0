/** The training speed in steps per second. */

export class StepClock {
  readonly #now: () => number;
  #startedAt = 0;
  #stepCount = 0;

  /** @param now the time in milliseconds. */
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

  /** Undefined until it can be estimated. */
  get stepsPerSecond(): number | undefined {
    const elapsed = this.#now() - this.#startedAt;
    return elapsed > 0 && this.#stepCount > 0 ? (1000 * this.#stepCount) / elapsed : undefined;
  }
}
