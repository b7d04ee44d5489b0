/** Working memory of instructions besides the values: shared scratch and constants. */

import type { WasmInstance } from '../wasmInstance.ts';

const bytesPerElement = Float64Array.BYTES_PER_ELEMENT;

export class Workspace {
  readonly #instance: WasmInstance;
  #scratch = 0;
  #scratchLength = 0;

  constructor(instance: WasmInstance) {
    this.#instance = instance;
  }

  /** The address of memory for a number of elements of 64 bits. All instructions share it, so its content is lost between two of them. */
  scratch(elements: number): number {
    if (elements > this.#scratchLength) {
      this.#scratchLength = Math.max(elements, 2 * this.#scratchLength);
      this.#scratch = this.#instance.allocate(bytesPerElement * this.#scratchLength);
    }
    return this.#scratch;
  }

  /** Allocates constants and returns their address. */
  constants(values: ArrayLike<number>): number {
    return this.#instance.allocateCopy(Float64Array.from(values));
  }
}
