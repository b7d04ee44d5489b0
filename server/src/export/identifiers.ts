/** Names that are free: no two things of a document share one. */

export class Identifiers {
  readonly #taken: Set<string>;
  /** The number to try next behind each name that was taken. */
  readonly #next = new Map<string, number>();

  /** @param reserved what no name may be. */
  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  /** The name itself, or where it is taken, with the first number from 2 on that is free. */
  claim(wanted: string): string {
    let free = wanted;
    let count = this.#next.get(wanted) ?? 2;
    for (; this.#taken.has(free); count++) free = `${wanted}_${count}`;
    this.#next.set(wanted, count);
    this.#taken.add(free);
    return free;
  }
}
