/** Execution of a program, which keeps the value of every node. */

import type { Precision } from '../ir/precision.ts';
import type { NodeId, Program } from '../ir/program.ts';
import type { Values } from '../ir/values.ts';
import { simplify } from '../passes/simplify.ts';
import { JsRunner } from './js/jsRunner.ts';
import type { Runner } from './runner.ts';
import { createWasmInstance, type WasmInstance } from './wasm/wasmInstance.ts';
import { WasmRunner } from './wasm/wasmRunner.ts';

/** Values of leaves that replace those they start from. */
export type LeafValues = ReadonlyMap<NodeId, Float64Array>;

const noLeafValues: LeafValues = new Map();

/** A program prepared to run, once or many times. */
export class Execution {
  readonly #nodeMap: Int32Array;
  readonly #runner: Runner;
  readonly #values: Values;
  /** Leaves whose values were set in the last run. */
  #setLeafNodes: readonly NodeId[] = [];

  /**
   * @param instance the WebAssembly instance to run on, used by nothing else; with `null` everything is computed in
   * TypeScript, with the same results.
   * @param precision what values are rounded to when everything is computed in TypeScript.
   * @throws RangeError when the values don't fit into memory.
   */
  constructor(source: Program, instance: WasmInstance | null = createWasmInstance(), precision: Precision = 'f64') {
    const { program, nodeMap } = simplify(source);
    this.#nodeMap = nodeMap;
    this.#runner = instance ? new WasmRunner(program, instance) : new JsRunner(program, precision);
    const { data, starts } = this.#runner;
    this.#values = { data, starts: nodeMap.map((node) => starts[node]) };
  }

  /** Runs to completion. The next run overwrites the values. */
  run(leafValues = noLeafValues): Values {
    this.#setLeaves(leafValues);
    this.#runner.run();
    return this.#values;
  }

  /** Runs in slices, so that the caller may stop in between. */
  *runInSlices(leafValues = noLeafValues): Generator<undefined, Values> {
    this.#setLeaves(leafValues);
    yield* this.#runner.runInSlices();
    return this.#values;
  }

  #setLeaves(leafValues: LeafValues): void {
    for (const leaf of this.#setLeafNodes) if (!leafValues.has(leaf)) this.#runner.unpin(this.#nodeMap[leaf]);
    if (leafValues.size === 0 && this.#setLeafNodes.length === 0) return;
    for (const [leaf, value] of leafValues) {
      const node = this.#nodeMap[leaf];
      this.#runner.pin(node);
      this.#runner.data.set(value, this.#runner.starts[node]);
    }
    this.#setLeafNodes = [...leafValues.keys()];
  }
}
