/** The paths that params are named after: one for each call that makes some. */

export class CallPaths {
  /** How many calls asked for each path. */
  readonly #counts = new Map<string, number>();
  readonly #isGiven: (path: string) => boolean;

  /** @param isGiven whether a path is given to something else than a call. */
  constructor(isGiven: (path: string) => boolean) {
    this.#isGiven = isGiven;
  }

  /** That of the statement of the call, and of further calls in it, with the first number from 2 on that is free. */
  claim(path: string): string {
    let count = (this.#counts.get(path) ?? 0) + 1;
    let free = path;
    if (count > 1) {
      while (this.#isTaken(`${path}_${count}`)) count++;
      free = `${path}_${count}`;
      this.#counts.set(free, 1);
    }
    this.#counts.set(path, count);
    return free;
  }

  #isTaken(path: string): boolean {
    return this.#counts.has(path) || this.#isGiven(path);
  }
}
