/** Runs a program in TypeScript alone, where WebAssembly is not to be had, and as the measure of the other way. */

import { ascending } from '../../ir/ascending.ts';
import { type Precision, round } from '../../ir/precision.ts';
import type { NodeId, Program } from '../../ir/program.ts';
import { sizeOf } from '../../ir/shape.ts';
import { constant } from '../../operators/leaves.ts';
import { plan } from '../plan.ts';
import type { Runner } from '../runner.ts';
import { elementsPerSlice, toEnd } from '../slices.ts';
import { costOf, type Operation, plainOperation } from './evaluateNode.ts';

export class PlainRunner implements Runner {
  readonly data: Float64Array;
  readonly starts: Int32Array;
  readonly #operations: readonly Operation[];
  readonly #costs: Float64Array;
  /** 1 for each node that is not computed: constants, and leaves that are held. */
  readonly #isGiven: Uint8Array;

  /** @throws RangeError when the values don't fit into memory. */
  constructor(program: Program, precision: Precision) {
    const { starts, length } = plan(program, ascending(program.length));
    this.starts = starts;
    this.data = new Float64Array(length);
    this.#costs = new Float64Array(program.length);
    this.#isGiven = new Uint8Array(program.length);
    const operations: Operation[] = [];
    for (let node = 0; node < program.length; node++) {
      const isConstant = program.operator(node) === constant;
      const operation = rounding(plainOperation(program, node, this.data, starts), precision, () =>
        this.data.subarray(starts[node], starts[node] + sizeOf(program.shape(node))),
      );
      if (isConstant) operation();
      this.#isGiven[node] = isConstant ? 1 : 0;
      this.#costs[node] = costOf(program, node);
      operations.push(operation);
    }
    this.#operations = operations;
  }

  hold(leaf: NodeId): void {
    this.#isGiven[leaf] = 1;
  }

  release(leaf: NodeId): void {
    this.#isGiven[leaf] = 0;
  }

  run(): void {
    toEnd(this.slices());
  }

  *slices(): Generator<undefined, void> {
    let elements = 0;
    for (let node = 0; node < this.#operations.length; node++) {
      if (this.#isGiven[node] === 0) this.#operations[node]();
      elements += this.#costs[node];
      if (elements > elementsPerSlice) {
        elements = 0;
        yield undefined;
      }
    }
  }
}

/** An operation whose value is rounded afterwards. */
function rounding(operation: Operation, precision: Precision, value: () => Float64Array): Operation {
  if (precision === 'f64') return operation;
  const rounded = value();
  return () => {
    operation();
    round(rounded, precision);
  };
}
