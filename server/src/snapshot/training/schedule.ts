/** The values of a scheduled hyperparameter at other steps than the next one. */

import { constant } from '../../engine/ir/constant.ts';
import { type NodeId, Program } from '../../engine/ir/program.ts';
import { markNeeded } from '../../engine/ir/subgraph.ts';
import { elementsOf, type Values } from '../../engine/ir/values.ts';
import { leaf } from '../../engine/operators/identities.ts';
import { Execution } from '../../engine/runtime/execution.ts';
import type { Counters } from '../../engine/training/counters.ts';
import type { Hyperparameter, Model } from '../../language/lowering/model.ts';

/** The value for each of the counters; all else that it depends on is as it is now. */
export function scheduledValues(
  model: Model,
  values: Values,
  { node }: Hyperparameter,
  steps: readonly Counters[],
): readonly number[] {
  const { program, root, counters } = scheduleProgram(model, values, node);
  const execution = new Execution(program, null);
  return steps.map((step) => {
    const leaves = counters.flatMap((counter, i) =>
      counter < 0 ? [] : [[counter, Float64Array.of(step[i])] as const],
    );
    return elementsOf(program, execution.run(new Map(leaves)), root)[0];
  });
}

/** The nodes that depend on counters; all others become constants. */
function scheduleProgram({ program, trainingPlan }: Model, values: Values, root: NodeId) {
  const { counters } = trainingPlan!;
  const first = Math.min(...counters.filter((counter) => counter >= 0));
  const isNeeded = markNeeded(program, [root], first);
  const schedule = new Program();
  const copies = new Map<NodeId, NodeId>();
  const copyOf = (node: NodeId): NodeId => {
    const known = copies.get(node);
    if (known !== undefined) return known;
    const shape = program.shape(node);
    const copy = schedule.add(constant, [], { shape, values: elementsOf(program, values, node) });
    copies.set(node, copy);
    return copy;
  };
  for (const counter of counters) if (counter >= 0) copies.set(counter, schedule.add(leaf, [schedule.addConstant(0)]));
  const isScheduled = new Set<NodeId>(counters);
  for (let node = first; node <= root; node++) {
    const operands = program.operands(node);
    if (isNeeded[node - first] === 0 || isScheduled.has(node) || !operands.some((operand) => isScheduled.has(operand)))
      continue;
    isScheduled.add(node);
    copies.set(node, schedule.add(program.operator(node), operands.map(copyOf), program.attributes(node)));
  }
  const counterCopies = counters.map((counter) => copies.get(counter) ?? -1);
  return { program: schedule, root: copies.get(root)!, counters: counterCopies };
}
