/** Allocates the path of each call that creates params: the prefix of their names. */

export class CallPaths {
  /** The number of calls that requested each path. */
  readonly #counts = new Map<string, number>();
  readonly #isReserved: (path: string) => boolean;

  /** @param isReserved true if something other than a call has the path. */
  constructor(isReserved: (path: string) => boolean) {
    this.#isReserved = isReserved;
  }

  /** The path of the calling statement; further calls in it get the next free number: `h`, `h_2`, `h_3`. */
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
