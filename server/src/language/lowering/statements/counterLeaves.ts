/** The leaves of `step`, `epoch` and `steps`, which the arguments of `train` may use. */

import type { NodeId, Program } from '../../../engine/ir/program.ts';
import { leaf } from '../../../engine/operators/identities.ts';
import type { CounterLeaves as Leaves } from '../../../engine/training/counters.ts';
import { type CounterName, type Counters, counterTable } from '../../../engine/training/counters.ts';

export class CounterLeaves {
  readonly #program: Program;
  readonly #values: Counters;
  readonly #nodes: [step: NodeId, epoch: NodeId, steps: NodeId] = [-1, -1, -1];

  /** @param values the numbers of the next step. */
  constructor(program: Program, values: Counters) {
    this.#program = program;
    this.#values = values;
  }

  /** The leaf of a counter, created on first use. */
  nodeOf(name: CounterName): NodeId {
    const index = counterTable.findIndex((counter) => counter.name === name);
    if (this.#nodes[index] < 0)
      this.#nodes[index] = this.#program.add(leaf, [this.#program.addConstant(this.#values[index])]);
    return this.#nodes[index];
  }

  get leaves(): Leaves {
    return [...this.#nodes];
  }
}
