/** Runs a program with and without the WebAssembly kernels and compares every bit. */

import type { Program } from '../../../server/src/engine/ir/program.ts';
import { elementsOf, type Values } from '../../../server/src/engine/ir/values.ts';
import { Execution, type LeafValues } from '../../../server/src/engine/runtime/execution.ts';
import { flatten } from '../../../server/src/engine/runtime/flatProgram.ts';
import { runOnce } from '../../../server/src/engine/runtime/runOnce.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { wasmKernels } from '../../../server/src/engine/runtime/wasm/builds.ts';

/** The nodes that come out differently, twice in a row or on a machine that ran others before, each in words. */
export function backendDifferences(program: Program, overrides?: LeafValues): string[] {
  const execution = new Execution(program);
  const expected = new Execution(program, null).run(overrides);
  const differences = (label: string, values: Values): string[] =>
    Array.from({ length: program.length }, (_, node) => node).flatMap((node) => {
      const [value, reference] = [values, expected].map((found) => elementsOf(program, found, node));
      const index = value.findIndex((x, i) => !Object.is(x, reference[i]));
      if (index < 0) return [];
      return [
        `${label}: node ${node}, ${program.operator(node).name}, is ${value[index]} at ${index}, not ${reference[index]}`,
      ];
    });
  return [
    ...differences('first', execution.run(overrides)),
    ...differences('again', execution.run(overrides)),
    ...(overrides ? [] : differences('once', runToCompletion(runOnce(flatten(program), wasmKernels())))),
  ];
}
