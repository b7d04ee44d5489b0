/** The paths that params are named after: one for each call that makes some. */

export class CallPaths {
  /** The number of calls that asked for each path. */
  readonly #counts = new Map<string, number>();
  readonly #isReserved: (path: string) => boolean;

  /** @param isReserved whether a path is given to something else than a call. */
  constructor(isReserved: (path: string) => boolean) {
    this.#isReserved = isReserved;
  }

  /** That of the statement of the call, and of further calls in it, with the first number from 2 on that is free. */
  allocate(path: string): string {
    let count = (this.#counts.get(path) ?? 0) + 1;
    let uniquePath = path;
    if (count > 1) {
      while (this.#isTaken(`${path}_${count}`)) count++;
      uniquePath = `${path}_${count}`;
      this.#counts.set(uniquePath, 1);
    }
    this.#counts.set(path, count);
    return uniquePath;
  }

  #isTaken(path: string): boolean {
    return this.#counts.has(path) || this.#isReserved(path);
  }
}
