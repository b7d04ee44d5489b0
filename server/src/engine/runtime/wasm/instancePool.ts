/**
 * A pool of WebAssembly instances for programs that run once: their memory is already allocated and its pages touched.
 */

import type { Kernels } from './kernelSelection.ts';
import { WasmInstance } from './wasmInstance.ts';

/** Instances not in use. Several programs may run at once, alternating by slices. */
const idleInstances = new WeakMap<Kernels, WasmInstance[]>();

/** In bytes: an instance with more memory is discarded. */
const maxPooledBytes = 1 << 25;

/** Runs work on an empty instance and returns the instance to the pool afterwards. */
export function* withBorrowedInstance<Result>(
  kernels: Kernels,
  work: (instance: WasmInstance) => Generator<undefined, Result>,
): Generator<undefined, Result> {
  const instances = idleInstances.get(kernels) ?? [];
  idleInstances.set(kernels, instances);
  const instance = instances.pop() ?? new WasmInstance(kernels);
  const result = yield* work(instance);
  instance.reset();
  if (instance.buffer.byteLength <= maxPooledBytes) instances.push(instance);
  return result;
}
