/** The value of every node of a program. */

import type { Program } from '../../../server/src/engine/ir/program.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { Execution, type LeafValues } from '../../../server/src/engine/runtime/execution.ts';

export function evaluate(program: Program, leafValues?: LeafValues): Float64Array[] {
  const values = new Execution(program).run(leafValues);
  return Array.from({ length: program.length }, (_, node) => elementsOf(program, values, node));
}
