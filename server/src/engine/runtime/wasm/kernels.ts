/** The kernels in WebAssembly: which build this machine runs, and what runs it. */

import { relaxed, simd } from './built.ts';

/**
 * What a build may use, from the best to the least: vectors of 128 bits; with `relaxed` products that are added without being
 * rounded in between; with `paired` registers enough for vectors that run two at a time.
 */
export const levels = ['paired', 'relaxed', 'simd'] as const;
export type Level = (typeof levels)[number];

const builds: Partial<Record<Level, string>> = { relaxed, simd };

export interface Kernels {
  readonly level: Level;
  readonly module: WebAssembly.Module;
}

/**
 * Says that vectors run two at a time here, which only whoever set up the machine knows, before the kernels are chosen.
 * @param paired the build for that, which the web has no use for and is spared.
 */
export function expectPairedVectors(paired: string): void {
  builds.paired = paired;
}

let chosen: Kernels | null | undefined;

/** The best build that this machine runs; `null` where it runs none, and everything is computed in TypeScript. */
export function nativeKernels(): Kernels | null {
  if (chosen === undefined) chosen = choose();
  return chosen;
}

function choose(): Kernels | null {
  for (const level of levels) {
    const kernels = kernelsOf(level);
    if (kernels) return kernels;
  }
  return null;
}

/** A build, if there is one and this machine runs it. */
export function kernelsOf(level: Level): Kernels | null {
  const build = builds[level];
  if (build === undefined || typeof WebAssembly === 'undefined') return null;
  const bytes = bytesOf(build);
  return WebAssembly.validate(bytes) ? { level, module: new WebAssembly.Module(bytes) } : null;
}

/** A loop over the characters takes a third of the time of `Uint8Array.from`, which whoever starts would wait for. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** So few numbers are computed the plain way before the kernels would be compiled, which take memory from then on. */
export const fewNumbers = 8_000;

interface Exports {
  readonly run32: (start: number, end: number) => void;
  readonly run64: (start: number, end: number) => void;
  readonly memoryStart: () => number;
}

/** What the kernels leave to the host, whose bits they are to have. */
const { sin, cos, tan, asin, acos, atan, sinh, cosh, pow } = Math;
const hostFunctions = { sin, cos, tan, asin, acos, atan, sinh, cosh, pow };

const pageSize = 1 << 16;

/** How many bytes there are behind all that is set aside, as kernels read whole vectors. */
const readAhead = 64;

/** An instance of the kernels with a memory of its own. */
export class Machine {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  /** Computes what has no kernel, by the number that its instruction has. */
  computePlainly: (operation: number) => void;
  #end = 0;

  constructor({ module }: Kernels, computePlainly: (operation: number) => void = nothing) {
    this.computePlainly = computePlainly;
    this.#memory = new WebAssembly.Memory({ initial: 1 });
    const computes = (operation: number): void => this.computePlainly(operation);
    const imports = { env: { memory: this.#memory }, host: { ...hostFunctions, computePlainly: computes } };
    this.#exports = new WebAssembly.Instance(module, imports).exports as Exports;
    this.#end = aligned(this.#exports.memoryStart());
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
  reserve(bytes: number): number {
    const start = this.#end;
    this.#end = aligned(start + bytes);
    const missing = this.#end + readAhead - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageSize));
    return start;
  }

  /** Sets a copy of an array aside, and returns where it begins. */
  put(array: Uint8Array | Int32Array | Float64Array): number {
    const start = this.reserve(array.byteLength);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    new Uint8Array(this.buffer, start).set(bytes);
    return start;
  }

  /** Gives back all that was set aside, and whatever was computed plainly. */
  clear(): void {
    this.computePlainly = nothing;
    this.#end = aligned(this.#exports.memoryStart());
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

const nothing = (): void => undefined;

/** A machine with the best build that this one runs; `null` where it runs none. */
export function nativeMachine(): Machine | null {
  const kernels = nativeKernels();
  return kernels && new Machine(kernels);
}

/** Vectors are read fastest where no cache line is crossed. */
function aligned(address: number): number {
  return Math.ceil(address / 64) * 64;
}
