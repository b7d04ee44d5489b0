/** Runs a program once, the way that takes the least time from its flat arrays to its values. */

import type { Program } from '../ir/program.ts';
import { copyValues, type Values } from '../ir/values.ts';
import { Execution } from './execute.ts';
import { type FlatProgram, unflatten } from './flatProgram.ts';
import { runJsTape } from './js/jsTape.ts';
import { withBorrowedInstance } from './wasm/instancePool.ts';
import { type Kernels, maxJsElements, type WasmInstance, wasmKernels } from './wasm/kernels.ts';
import { WasmRunner } from './wasm/wasmRunner.ts';
import { runWasmTape } from './wasm/wasmTape.ts';

/**
 * Runs a slice of the work at a time, so that whoever drives it may stop in between.
 * @param kernels what it runs on; `null` computes everything in TypeScript, with the same results.
 * @returns values in an array of their own; where those of scalars begin is for all the same.
 * @throws RangeError when they don't fit into memory.
 */
export function* runOnce(
  flat: FlatProgram,
  kernels: Kernels | null = selectKernels(flat),
): Generator<undefined, Values> {
  if (kernels) {
    return yield* withBorrowedInstance(kernels, function* (instance) {
      if (flat.isScalar) {
        const { data, starts } = yield* runWasmTape(instance, flat);
        return { data: data.slice(), starts };
      }
      return copyValues(yield* runOnInstance(instance, unflatten(flat)));
    });
  }
  if (flat.isScalar) return yield* runJsTape(flat);
  return yield* new Execution(unflatten(flat), null).runInSlices();
}

/** How many numbers a node has on average where it pays to look for what would be computed twice. */
const simplifyThreshold = 64;

function* runOnInstance(instance: WasmInstance, program: Program): Generator<undefined, Values> {
  if (program.elementCount > simplifyThreshold * program.length)
    return yield* new Execution(program, instance).runInSlices();
  const runner = new WasmRunner(program, instance);
  yield* runner.runInSlices();
  return runner;
}

function selectKernels(flat: FlatProgram): Kernels | null {
  return isSmall(flat) ? null : wasmKernels();
}

/** Whether a program is so few numbers that they are computed sooner than anything is made ready for it. */
export function isSmall({ elementCount }: FlatProgram): boolean {
  return elementCount <= maxJsElements;
}
