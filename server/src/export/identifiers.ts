/** Allocation of unique identifiers. */

export class Identifiers {
  readonly #taken: Set<string>;
  /** The next number to try after each taken name. */
  readonly #nextSuffix = new Map<string, number>();

  /** @param reserved names that are never allocated. */
  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  /** Returns the name itself, or if it is taken, the name with the first free number from 2 on. */
  allocate(preferred: string): string {
    let candidate = preferred;
    let suffix = this.#nextSuffix.get(preferred) ?? 2;
    for (; this.#taken.has(candidate); suffix++) candidate = `${preferred}_${suffix}`;
    this.#nextSuffix.set(preferred, suffix);
    this.#taken.add(candidate);
    return candidate;
  }
}
