/** Names that are free: no two things of a document share one. */

export class Identifiers {
  readonly #taken: Set<string>;
  /** The number to try next behind each name that was taken. */
  readonly #nextSuffix = new Map<string, number>();

  /** @param reserved what no name may be. */
  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  /** The name itself, or where it is taken, with the first number from 2 on that is free. */
  allocate(preferred: string): string {
    let candidate = preferred;
    let suffix = this.#nextSuffix.get(preferred) ?? 2;
    for (; this.#taken.has(candidate); suffix++) candidate = `${preferred}_${suffix}`;
    this.#nextSuffix.set(preferred, suffix);
    this.#taken.add(candidate);
    return candidate;
  }
}
