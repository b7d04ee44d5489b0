/**
 * The runner in TypeScript: the reference for WebAssembly, used where that is missing, for small programs, and where
 * the caller passes no instance.
 */

import { constant } from '../../ir/constant.ts';
import { type Precision, round } from '../../ir/precision.ts';
import type { NodeId, Program } from '../../ir/program.ts';
import { sizeOf } from '../../ir/shape.ts';
import { iota } from '../../math/iota.ts';
import { planMemory } from '../memoryPlan.ts';
import type { Runner } from '../runner.ts';
import { elementsPerSlice, runToCompletion } from '../slices.ts';
import { costOf, createJsOperation, type Operation } from './operations.ts';

export class JsRunner implements Runner {
  readonly data: Float64Array;
  readonly starts: Int32Array;
  readonly #operations: readonly Operation[];
  readonly #costs: Float64Array;
  /** 1 for each node that is not computed: constants and pinned leaves. */
  readonly #isPreset: Uint8Array;

  /** @throws RangeError when the values don't fit into memory. */
  constructor(program: Program, precision: Precision) {
    const { starts, length } = planMemory(program, iota(program.length));
    this.starts = starts;
    this.data = new Float64Array(length);
    this.#costs = new Float64Array(program.length);
    this.#isPreset = new Uint8Array(program.length);
    const operations: Operation[] = [];
    for (let node = 0; node < program.length; node++) {
      const isConstant = program.operator(node) === constant;
      const operation = withRounding(createJsOperation(program, node, this.data, starts), precision, () =>
        this.data.subarray(starts[node], starts[node] + sizeOf(program.shape(node))),
      );
      if (isConstant) operation();
      this.#isPreset[node] = isConstant ? 1 : 0;
      this.#costs[node] = costOf(program, node);
      operations.push(operation);
    }
    this.#operations = operations;
  }

  pin(leaf: NodeId): void {
    this.#isPreset[leaf] = 1;
  }

  unpin(leaf: NodeId): void {
    this.#isPreset[leaf] = 0;
  }

  run(): void {
    runToCompletion(this.runInSlices());
  }

  *runInSlices(): Generator<undefined, void> {
    let elements = 0;
    for (let node = 0; node < this.#operations.length; node++) {
      if (this.#isPreset[node] === 0) this.#operations[node]();
      elements += this.#costs[node];
      if (elements > elementsPerSlice) {
        elements = 0;
        yield undefined;
      }
    }
  }
}

/** Rounds the value after each operation. */
function withRounding(operation: Operation, precision: Precision, value: () => Float64Array): Operation {
  if (precision === 'f64') return operation;
  const rounded = value();
  return () => {
    operation();
    round(rounded, precision);
  };
}
