/** The choice of the WebAssembly kernels: the build with the most features that this machine runs. */

import { relaxed, simd } from './generated/kernelBinaries.ts';

/**
 * The instruction sets a build may use, best first. `simd` has 128-bit vectors, `relaxed` adds fused multiply-add, which
 * only float32 kernels use, and `paired` assumes registers for vectors that V8 runs two at a time.
 */
export const simdLevels = ['paired', 'relaxed', 'simd'] as const;
export type SimdLevel = (typeof simdLevels)[number];

const builds: Partial<Record<SimdLevel, string>> = { relaxed, simd };

export interface Kernels {
  readonly level: SimdLevel;
  readonly module: WebAssembly.Module;
}

/**
 * Makes the `paired` build available. To be called before the kernels are chosen, by an entry point that has switched
 * paired vectors on.
 * @param paired the build, which is left out of the web bundles.
 */
export function registerPairedBuild(paired: string): void {
  builds.paired = paired;
}

let cachedKernels: Kernels | null | undefined;

/** The best build that this machine runs; `null` if it runs none and everything is computed in TypeScript. */
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

/** Compiles a build; `null` if it is missing or this machine can't run it. */
export function compileKernels(level: SimdLevel): Kernels | null {
  const build = builds[level];
  if (build === undefined || typeof WebAssembly === 'undefined') return null;
  const bytes = decodeBase64(build);
  return WebAssembly.validate(bytes) ? { level, module: new WebAssembly.Module(bytes) } : null;
}

/** A loop takes a third of the time of `Uint8Array.from`, and startup waits for it. */
function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/**
 * Programs with at most this many elements run in TypeScript. It is as fast, and an editor that shows only small models
 * never compiles the kernels, which would occupy memory.
 */
export const maxJsElements = 8_000;
