/** Runs a program with and without the WebAssembly kernels and compares every bit. */

import type { Program } from '../../../server/src/engine/ir/program.ts';
import { elementsOf, type Values } from '../../../server/src/engine/ir/values.ts';
import { Execution, type LeafValues } from '../../../server/src/engine/runtime/execution.ts';
import { flatten } from '../../../server/src/engine/runtime/flatProgram.ts';
import { runOnce } from '../../../server/src/engine/runtime/runOnce.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';

/** Describes the nodes whose bits differ in a first run, in a repeated run, or on a reused WebAssembly instance. */
export function backendDifferences(program: Program, leafValues?: LeafValues): string[] {
  const execution = new Execution(program);
  const expected = new Execution(program, null).run(leafValues);
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
    ...differences('first', execution.run(leafValues)),
    ...differences('again', execution.run(leafValues)),
    ...(leafValues ? [] : differences('once', runToCompletion(runOnce(flatten(program), wasmKernels())))),
  ];
}
