/** Has the vectors of WebAssembly, of 128 bits, run in pairs as ones of 256 where the processor has those. */

import { setFlagsFromString } from 'node:v8';
import { paired } from '../engine/runtime/wasm/built.ts';
import { registerPairedBuild } from '../engine/runtime/wasm/kernels.ts';

/**
 * V8 calls it experimental, so it is asked for only in the versions that all tests have passed on. It is to be asked for
 * before any kernels are compiled, and counts for the whole process.
 */
export function enablePairedVectors(): void {
  if (process.arch !== 'x64' || process.platform === 'darwin') return;
  if (!process.versions.v8.startsWith('13.6.')) return;
  setFlagsFromString('--experimental-wasm-revectorize');
  registerPairedBuild(paired);
}
