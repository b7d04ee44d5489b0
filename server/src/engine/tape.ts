/** Runs a program of scalars once, which is over before instructions for it would have been written. */

import type { Values } from './execute.ts';
import { type Kernels, nativeKernels } from './kernels/native.ts';
import { NativeTape } from './native/nativeTape.ts';
import { runPlainTape } from './plainTape.ts';
import type { FlatProgram } from './transfer.ts';

/** Those that nobody runs at the moment: several programs may be under way, a slice each. */
const idle: NativeTape[] = [];

/** In bytes: what takes more memory gives it back. */
const mostKept = 1 << 25;

/**
 * Runs a slice of the work at a time, so that whoever drives it may stop in between.
 * @param kernels what it runs on; `null` computes everything in TypeScript, with the same results.
 */
export function* runTape(flat: FlatProgram, kernels: Kernels | null = nativeKernels()): Generator<undefined, Values> {
  if (kernels === null) return yield* runPlainTape(flat);
  const tape = idle.pop() ?? new NativeTape(kernels);
  const values = yield* tape.run(flat);
  if (tape.size <= mostKept) idle.push(tape);
  return values;
}
