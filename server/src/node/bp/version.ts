/** `bp --version`: prints the release and the kernels in use. */

import manifest from '../../../../package.json' with { type: 'json' };
import { type SimdLevel, wasmKernels } from '../../engine/runtime/wasm/kernelSelection.ts';

export function formatVersion(): string {
  return [`bp ${manifest.version}`, `Node ${process.version}`, `kernels: ${formatKernels()}`].join('\n');
}

const levels: Readonly<Record<SimdLevel, string>> = {
  paired: 'WebAssembly with relaxed SIMD, vectors in pairs',
  relaxed: 'WebAssembly with relaxed SIMD',
  simd: 'WebAssembly with SIMD',
};

/** The kernels that the engine uses on this machine. */
export function formatKernels(): string {
  const kernels = wasmKernels();
  return kernels ? levels[kernels.level] : 'plain JavaScript, as there is no WebAssembly with SIMD';
}
