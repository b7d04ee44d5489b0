/** The kernels in WebAssembly: which build this machine runs, and what runs it. */

import { relaxed, simd } from './built.ts';

/** What a build may use: vectors of 128 bits, and with `relaxed` products that are added without being rounded in between. */
export type Level = 'relaxed' | 'simd';

export interface Kernels {
  readonly level: Level;
  readonly module: WebAssembly.Module;
}

/** From the best to the least. */
const builds: readonly (readonly [Level, string])[] = [
  ['relaxed', relaxed],
  ['simd', simd],
];

let chosen: Kernels | null | undefined;

/** The best build that this machine runs; `null` where it runs none, and everything is computed in TypeScript. */
export function nativeKernels(): Kernels | null {
  if (chosen === undefined) chosen = choose();
  return chosen;
}

function choose(): Kernels | null {
  if (typeof WebAssembly === 'undefined') return null;
  for (const [level, base64] of builds) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    if (WebAssembly.validate(bytes)) return { level, module: new WebAssembly.Module(bytes) };
  }
  return null;
}

interface Exports {
  readonly run32: (start: number, end: number) => void;
  readonly run64: (start: number, end: number) => void;
  readonly memoryStart: () => number;
}

const pageSize = 1 << 16;

/** An instance of the kernels with a memory of its own. */
export class Machine {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  #end: number;

  /** @param computePlainly computes what has no kernel, by the number that its instruction has. */
  constructor({ module }: Kernels, computePlainly: (operation: number) => void) {
    this.#memory = new WebAssembly.Memory({ initial: 1 });
    const imports = { env: { memory: this.#memory }, host: { computePlainly } };
    this.#exports = new WebAssembly.Instance(module, imports).exports as Exports;
    this.#end = aligned(this.#exports.memoryStart());
  }

  /** Another one once more was reserved: views of it are to be made after that. */
  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  /**
   * Sets bytes aside, all zero, for as long as the machine lives.
   * @returns where they begin.
   * @throws RangeError when there is no memory left.
   */
  reserve(bytes: number): number {
    const start = this.#end;
    this.#end = aligned(start + bytes);
    const missing = this.#end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageSize));
    return start;
  }

  /** Runs the instructions between two addresses over numbers of 64 bits. */
  run64(start: number, end: number): void {
    this.#exports.run64(start, end);
  }

  /** Runs the instructions between two addresses over numbers of 32 bits. */
  run32(start: number, end: number): void {
    this.#exports.run32(start, end);
  }
}

/** Vectors are read fastest where no cache line is crossed. */
function aligned(address: number): number {
  return Math.ceil(address / 64) * 64;
}
