/** Machines for what is run once: they are lent, as their memory is there already and its pages have been touched. */

import { type Kernels, WasmInstance } from './kernels.ts';

/** Those that nobody uses at the moment: several programs may be under way, a slice each. */
const idleInstances = new WeakMap<Kernels, WasmInstance[]>();

/** In bytes: a machine that has more memory is not kept. */
const maxPooledBytes = 1 << 25;

/** Drives work on a machine, which is empty, and another's once the work is done. */
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
