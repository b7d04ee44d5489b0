/** Runs a program once, the way that takes the least time from its flat arrays to its values. */

import type { Program } from '../ir/program.ts';
import { type FlatProgram, unflatten } from '../ir/transfer.ts';
import { copyOf, Execution, type Values } from './execute.ts';
import { runPlainTape } from './js/jsTape.ts';
import { onLentMachine } from './wasm/instancePool.ts';
import { fewNumbers, type Kernels, type Machine, nativeKernels } from './wasm/kernels.ts';
import { NativeRunner } from './wasm/wasmRunner.ts';
import { runNativeTape } from './wasm/wasmTape.ts';

/**
 * Runs a slice of the work at a time, so that whoever drives it may stop in between.
 * @param kernels what it runs on; `null` computes everything in TypeScript, with the same results.
 * @returns values in an array of their own; where those of scalars begin is for all the same.
 * @throws RangeError when they don't fit into memory.
 */
export function* runOnce(flat: FlatProgram, kernels: Kernels | null = kernelsFor(flat)): Generator<undefined, Values> {
  if (kernels) {
    return yield* onLentMachine(kernels, function* (machine) {
      if (flat.isScalar) {
        const { data, starts } = yield* runNativeTape(machine, flat);
        return { data: data.slice(), starts };
      }
      return copyOf(yield* runOn(machine, unflatten(flat)));
    });
  }
  if (flat.isScalar) return yield* runPlainTape(flat);
  return yield* new Execution(unflatten(flat), null).runInSlices();
}

/** How many numbers a node has on average where it pays to look for what would be computed twice. */
const manyNumbers = 64;

function* runOn(machine: Machine, program: Program): Generator<undefined, Values> {
  if (program.elements > manyNumbers * program.length) return yield* new Execution(program, machine).runInSlices();
  const runner = new NativeRunner(program, machine);
  yield* runner.slices();
  return runner;
}

function kernelsFor(flat: FlatProgram): Kernels | null {
  return isBrief(flat) ? null : nativeKernels();
}

/** Whether a program is so few numbers that they are computed sooner than anything is made ready for it. */
export function isBrief({ elements }: FlatProgram): boolean {
  return elements <= fewNumbers;
}
