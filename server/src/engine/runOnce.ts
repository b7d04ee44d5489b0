/** Runs a program once, the way that takes the least time from its flat arrays to its values. */

import { copyOf, Execution, type Values } from './execute.ts';
import { fewNodes, type Kernels, nativeKernels } from './kernels/native.ts';
import { onLentMachine } from './native/lentMachine.ts';
import { runNativeTape } from './native/nativeTape.ts';
import { runPlainTape } from './plainTape.ts';
import { type FlatProgram, unflatten } from './transfer.ts';

/**
 * Runs a slice of the work at a time, so that whoever drives it may stop in between.
 * @param kernels what it runs on; `null` computes everything in TypeScript, with the same results.
 * @returns values in arrays of their own.
 * @throws RangeError when they don't fit into memory.
 */
export function* runOnce(flat: FlatProgram, kernels: Kernels | null = kernelsFor(flat)): Generator<undefined, Values> {
  if (kernels) {
    return yield* onLentMachine(kernels, function* (machine) {
      if (flat.isScalar) return copyOf(yield* runNativeTape(machine, flat));
      return copyOf(yield* new Execution(unflatten(flat), machine).runInSlices());
    });
  }
  if (flat.isScalar) return yield* runPlainTape(flat);
  return yield* new Execution(unflatten(flat), null).runInSlices();
}

function kernelsFor({ isScalar, codes }: FlatProgram): Kernels | null {
  return isScalar && codes.length <= fewNodes ? null : nativeKernels();
}
