/** Runs a program on the kernels in WebAssembly and in TypeScript alone, and compares every bit. */

import { Execution, elementsOf, type Overrides } from '../../server/src/engine/execute.ts';
import type { Program } from '../../server/src/engine/program.ts';

/** The nodes that come out differently, twice in a row, each in words. */
export function differencesBetweenWays(program: Program, overrides?: Overrides): string[] {
  const native = new Execution(program);
  const plain = new Execution(program, null);
  return [1, 2].flatMap((run) => {
    const [ours, expected] = [native.run(overrides), plain.run(overrides)];
    return Array.from({ length: program.length }, (_, node) => node).flatMap((node) => {
      const [value, wanted] = [ours, expected].map((values) => elementsOf(program, values, node));
      const place = value.findIndex((x, i) => !Object.is(x, wanted[i]));
      if (place < 0) return [];
      const { name } = program.operator(node);
      return [`run ${run}: node ${node}, ${name}, is ${value[place]} at ${place}, not ${wanted[place]}`];
    });
  });
}
