/** Programs whose draws are constants, to be compared with PyTorch, which draws other numbers. */

import { constant } from '../../../server/src/engine/ir/constant.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';

/** The nodes up to the last one, under the same numbers. */
export function withFixedDraws(program: Program, last: NodeId): Program {
  const values = new Execution(program).run();
  const fixed = new Program();
  for (let node = 0; node <= last; node++) {
    const operator = program.operator(node);
    if (operator.distribution === undefined) fixed.add(operator, program.operands(node), program.attributes(node));
    else fixed.add(constant, [], { shape: program.shape(node), values: elementsOf(program, values, node).slice() });
  }
  return fixed;
}
