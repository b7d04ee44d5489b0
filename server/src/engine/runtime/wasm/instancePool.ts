/** Machines for what is run once: they are lent, as their memory is there already and its pages have been touched. */

import { type Kernels, Machine } from './kernels.ts';

/** Those that nobody uses at the moment: several programs may be under way, a slice each. */
const idle = new WeakMap<Kernels, Machine[]>();

/** In bytes: a machine that has more memory is not kept. */
const mostKept = 1 << 25;

/** Drives work on a machine, which is empty, and another's once the work is done. */
export function* onLentMachine<Result>(
  kernels: Kernels,
  work: (machine: Machine) => Generator<undefined, Result>,
): Generator<undefined, Result> {
  const machines = idle.get(kernels) ?? [];
  idle.set(kernels, machines);
  const machine = machines.pop() ?? new Machine(kernels);
  const result = yield* work(machine);
  machine.clear();
  if (machine.buffer.byteLength <= mostKept) machines.push(machine);
  return result;
}
