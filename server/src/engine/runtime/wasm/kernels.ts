/** The kernels in WebAssembly: which build this machine runs, and what runs it. */

import { relaxed, simd } from './built.ts';

/**
 * What a build may use, from the best to the least: vectors of 128 bits; with `relaxed` products that are added without being
 * rounded in between; with `paired` registers enough for vectors that run two at a time.
 */
export const simdLevels = ['paired', 'relaxed', 'simd'] as const;
export type SimdLevel = (typeof simdLevels)[number];

const builds: Partial<Record<SimdLevel, string>> = { relaxed, simd };

export interface Kernels {
  readonly level: SimdLevel;
  readonly module: WebAssembly.Module;
}

/**
 * Says that vectors run two at a time here, which only whoever set up the machine knows, before the kernels are chosen.
 * @param paired the build for that, which the web has no use for and is spared.
 */
export function registerPairedBuild(paired: string): void {
  builds.paired = paired;
}

let cachedKernels: Kernels | null | undefined;

/** The best build that this machine runs; `null` where it runs none, and everything is computed in TypeScript. */
export function wasmKernels(): Kernels | null {
  if (cachedKernels === undefined) cachedKernels = chooseKernels();
  return cachedKernels;
}

function chooseKernels(): Kernels | null {
  for (const level of simdLevels) {
    const kernels = compileKernels(level);
    if (kernels) return kernels;
  }
  return null;
}

/** A build, if there is one and this machine runs it. */
export function compileKernels(level: SimdLevel): Kernels | null {
  const build = builds[level];
  if (build === undefined || typeof WebAssembly === 'undefined') return null;
  const bytes = decodeBase64(build);
  return WebAssembly.validate(bytes) ? { level, module: new WebAssembly.Module(bytes) } : null;
}

/** A loop over the characters takes a third of the time of `Uint8Array.from`, which whoever starts would wait for. */
function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** So few numbers are computed the plain way before the kernels would be compiled, which take memory from then on. */
export const maxJsElements = 8_000;

interface KernelExports {
  readonly run32: (start: number, end: number) => void;
  readonly run64: (start: number, end: number) => void;
  readonly memoryStart: () => number;
}

const pageSize = 1 << 16;

/** How many bytes there are behind all that is set aside, as kernels read whole vectors. */
const readAheadBytes = 64;

/** An instance of the kernels with a memory of its own. */
export class WasmInstance {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: KernelExports;
  /** Computes what has no kernel, by the number that its instruction has. */
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

  /** Another one once more was reserved: views of it are to be made after that. */
  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  /**
   * Sets bytes aside until the machine is cleared; before that has happened, they are all zero.
   * @returns where they begin.
   * @throws RangeError when there is no memory left.
   */
  allocate(bytes: number): number {
    const start = this.#end;
    this.#end = alignUp(start + bytes);
    const missingBytes = this.#end + readAheadBytes - this.#memory.buffer.byteLength;
    if (missingBytes > 0) this.#memory.grow(Math.ceil(missingBytes / pageSize));
    return start;
  }

  /** Sets a copy of an array aside, and returns where it begins. */
  allocateCopy(array: Uint8Array | Int32Array | Float64Array): number {
    const start = this.allocate(array.byteLength);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    new Uint8Array(this.buffer, start).set(bytes);
    return start;
  }

  /** Gives back all that was set aside, and whatever was computed plainly. */
  reset(): void {
    this.computeInJs = noop;
    this.#end = alignUp(this.#exports.memoryStart());
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

const noop = (): void => undefined;

/** A machine with the best build that this one runs; `null` where it runs none. */
export function createWasmInstance(): WasmInstance | null {
  const kernels = wasmKernels();
  return kernels && new WasmInstance(kernels);
}

/** Vectors are read fastest where no cache line is crossed. */
function alignUp(address: number): number {
  return Math.ceil(address / 64) * 64;
}
