/**
 * Switches on V8's paired vectors: WebAssembly's 128-bit vectors run in pairs as 256-bit ones where the processor has
 * those.
 */

import { setFlagsFromString } from 'node:v8';
import { paired } from '../../engine/runtime/wasm/generated/kernelBinaries.ts';
import { registerPairedBuild } from '../../engine/runtime/wasm/kernelSelection.ts';

/**
 * To be called before any kernels are compiled; applies to the whole process. The flag is experimental, so it is set
 * only for versions of V8 that pass all tests.
 */
export function enablePairedVectors(): void {
  if (process.arch !== 'x64' || process.platform === 'darwin') return;
  if (!process.versions.v8.startsWith('13.6.')) return;
  setFlagsFromString('--experimental-wasm-revectorize');
  registerPairedBuild(paired);
}
