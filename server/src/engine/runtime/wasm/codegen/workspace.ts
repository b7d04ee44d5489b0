/** What instructions need beside the values: memory that they share while they run, and numbers that they read. */

import type { Machine } from '../kernels.ts';

const bytesPerNumber = Float64Array.BYTES_PER_ELEMENT;

export class Workspace {
  readonly #machine: Machine;
  #scratch = 0;
  #scratchLength = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Where so many elements can be written; whoever asks next may be given the same place. */
  scratch(elements: number): number {
    if (elements > this.#scratchLength) {
      this.#scratchLength = Math.max(elements, 2 * this.#scratchLength);
      this.#scratch = this.#machine.reserve(bytesPerNumber * this.#scratchLength);
    }
    return this.#scratch;
  }

  /** Where these numbers lie from now on. */
  numbers(values: ArrayLike<number>): number {
    return this.#machine.put(Float64Array.from(values));
  }
}
