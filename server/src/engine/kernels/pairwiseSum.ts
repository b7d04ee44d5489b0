/** A sum of numbers that come one by one, of which none is kept. */

const blockLength = 128;

/**
 * Sums blocks, and those in pairs, and the pairs in pairs, as digits carry in a binary count: so the rounding error grows
 * with the logarithm of how many numbers there are.
 */
export class PairwiseSum {
  #block = 0;
  #lengthOfBlock = 0;
  #blocks = 0;
  /** At level k the sum of 2^k blocks, where the binary digit k of `#blocks` is 1. */
  readonly #levels: number[] = [];

  add(value: number): void {
    this.#block += value;
    this.#lengthOfBlock++;
    if (this.#lengthOfBlock === blockLength) this.#carry();
  }

  get total(): number {
    let total = this.#block;
    for (let level = 0; level < this.#levels.length; level++) {
      if ((this.#blocks >> level) & 1) total += this.#levels[level];
    }
    return total;
  }

  #carry(): void {
    let level = 0;
    let sum = this.#block;
    for (; (this.#blocks >> level) & 1; level++) sum += this.#levels[level];
    this.#levels[level] = sum;
    this.#blocks++;
    this.#block = 0;
    this.#lengthOfBlock = 0;
  }
}
