/** Instances of the WebAssembly kernels, each with a memory of its own. */

import { type Kernels, wasmKernels } from './kernelSelection.ts';

interface KernelExports {
  readonly run32: (start: number, end: number) => void;
  readonly run64: (start: number, end: number) => void;
  readonly memoryStart: () => number;
}

const pageSize = 1 << 16;

/** Bytes kept free past the allocated memory, since kernels read whole vectors. */
const readAheadBytes = 64;

/** An instance of the kernels with a memory of its own. */
export class WasmInstance {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: KernelExports;
  /** Computes an operation that has no kernel, by the number in its instruction. */
  computeInJs: (operation: number) => void;
  #end = 0;

  constructor({ module }: Kernels, computeInJs: (operation: number) => void = noop) {
    this.computeInJs = computeInJs;
    this.#memory = new WebAssembly.Memory({ initial: 1 });
    const fallback = (operation: number): void => this.computeInJs(operation);
    const imports = { env: { memory: this.#memory }, Math, host: { computeInJs: fallback } };
    this.#exports = new WebAssembly.Instance(module, imports).exports as KernelExports;
    this.#end = alignUp(this.#exports.memoryStart());
  }

  /** The memory's buffer. Growing replaces it, so views must be created after the last allocation. */
  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  /**
   * Allocates bytes until the instance is reset. Bytes that were never allocated before are zero.
   * @returns the address.
   * @throws RangeError when there is no memory left.
   */
  allocate(bytes: number): number {
    const start = this.#end;
    this.#end = alignUp(start + bytes);
    const missingBytes = this.#end + readAheadBytes - this.#memory.buffer.byteLength;
    if (missingBytes > 0) this.#memory.grow(Math.ceil(missingBytes / pageSize));
    return start;
  }

  /** Allocates a copy of an array and returns its address. */
  allocateCopy(array: Uint8Array | Int32Array | Float64Array): number {
    const start = this.allocate(array.byteLength);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    new Uint8Array(this.buffer, start).set(bytes);
    return start;
  }

  /** Frees all memory and detaches the operations computed in TypeScript. */
  reset(): void {
    this.computeInJs = noop;
    this.#end = alignUp(this.#exports.memoryStart());
  }

  /** Runs the instructions between two addresses on 64-bit floats. */
  run64(start: number, end: number): void {
    this.#exports.run64(start, end);
  }

  /** Runs the instructions between two addresses on 32-bit floats. */
  run32(start: number, end: number): void {
    this.#exports.run32(start, end);
  }
}

const noop = (): void => undefined;

/** An instance of the best build that this machine runs; `null` if it runs none. */
export function createWasmInstance(): WasmInstance | null {
  const kernels = wasmKernels();
  return kernels && new WasmInstance(kernels);
}

/** Vector loads are fastest when they don't cross cache lines. */
function alignUp(address: number): number {
  return Math.ceil(address / 64) * 64;
}
