/** A single run of a flat program, by the fastest route to its values. */

import type { Program } from '../ir/program.ts';
import { copyValues, type Values } from '../ir/values.ts';
import { Execution } from './execution.ts';
import { type FlatProgram, unflatten } from './flatProgram.ts';
import { runScalarProgramInJs } from './js/jsScalarInterpreter.ts';
import { withBorrowedInstance } from './wasm/instancePool.ts';
import { type Kernels, maxJsElements, wasmKernels } from './wasm/kernelSelection.ts';
import type { WasmInstance } from './wasm/wasmInstance.ts';
import { WasmRunner } from './wasm/wasmRunner.ts';
import { runScalarProgramInWasm } from './wasm/wasmScalarInterpreter.ts';

/**
 * Runs in slices, so that the caller may stop in between.
 * @param kernels the kernels to run on; with `null` everything is computed in TypeScript, with the same results.
 * @returns values in an array of their own; all scalar programs share one `starts` array.
 * @throws RangeError when the values don't fit into memory.
 */
export function* runOnce(
  flat: FlatProgram,
  kernels: Kernels | null = selectKernels(flat),
): Generator<undefined, Values> {
  if (kernels) {
    return yield* withBorrowedInstance(kernels, function* (instance) {
      if (flat.isScalar) {
        const { data, starts } = yield* runScalarProgramInWasm(instance, flat);
        return { data: data.slice(), starts };
      }
      return copyValues(yield* runOnInstance(instance, unflatten(flat)));
    });
  }
  if (flat.isScalar) return yield* runScalarProgramInJs(flat);
  return yield* new Execution(unflatten(flat), null).runInSlices();
}

/** Average elements per node above which eliminating common subexpressions pays off. */
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

/** True if a program has so few elements that running it in TypeScript is faster than preparing anything else. */
export function isSmall({ elementCount }: Pick<FlatProgram, 'elementCount'>): boolean {
  return elementCount <= maxJsElements;
}
