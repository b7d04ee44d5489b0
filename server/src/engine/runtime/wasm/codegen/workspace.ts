/** What instructions need beside the values: memory that they share while they run, and numbers that they read. */

import type { WasmInstance } from '../kernels.ts';

const bytesPerElement = Float64Array.BYTES_PER_ELEMENT;

export class Workspace {
  readonly #instance: WasmInstance;
  #scratch = 0;
  #scratchLength = 0;

  constructor(instance: WasmInstance) {
    this.#instance = instance;
  }

  /** Where so many elements can be written; whoever asks next may be given the same place. */
  scratch(elements: number): number {
    if (elements > this.#scratchLength) {
      this.#scratchLength = Math.max(elements, 2 * this.#scratchLength);
      this.#scratch = this.#instance.allocate(bytesPerElement * this.#scratchLength);
    }
    return this.#scratch;
  }

  /** Where these numbers lie from now on. */
  constants(values: ArrayLike<number>): number {
    return this.#instance.allocateCopy(Float64Array.from(values));
  }
}
