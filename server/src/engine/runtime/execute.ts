/** Runs a program and keeps the value of every node. */

import type { Precision } from '../ir/precision.ts';
import type { NodeId, Program } from '../ir/program.ts';
import { sizeOf } from '../ir/shape.ts';
import { simplify } from '../passes/simplify.ts';
import { PlainRunner } from './js/jsRunner.ts';
import type { Runner } from './runner.ts';
import { type Machine, nativeMachine } from './wasm/kernels.ts';
import { NativeRunner } from './wasm/wasmRunner.ts';

/** The value of every node of a program, one after another in one buffer, row-major. */
export interface Values {
  readonly data: Float64Array;
  /** For each node, where its elements begin. */
  readonly starts: Int32Array;
}

/** The elements of a node's value: a view, not a copy. */
export function elementsOf(program: Program, values: Values, node: NodeId): Float64Array {
  const start = values.starts[node];
  return values.data.subarray(start, start + sizeOf(program.shape(node)));
}

/** The same values in arrays of their own, which no run overwrites and which can be sent away. */
export function copyOf({ data, starts }: Values): Values {
  return { data: data.slice(), starts: starts.slice() };
}

/** Values that stand in for what a leaf would compute. */
export type Overrides = ReadonlyMap<NodeId, Float64Array>;

const none: Overrides = new Map();

/** A program made ready to be run, once or many times. */
export class Execution {
  readonly #places: Int32Array;
  readonly #runner: Runner;
  readonly #values: Values;
  /** The leaves that were overridden in the last run. */
  #held: readonly NodeId[] = [];

  /**
   * @param machine what it runs on, and nothing else does; `null` computes everything in TypeScript, with the same results.
   * @param precision what each value is rounded to where everything is computed in TypeScript.
   * @throws RangeError when the values don't fit into memory.
   */
  constructor(original: Program, machine: Machine | null = nativeMachine(), precision: Precision = 'f64') {
    const { program, places } = simplify(original);
    this.#places = places;
    this.#runner = machine ? new NativeRunner(program, machine) : new PlainRunner(program, precision);
    const { data, starts } = this.#runner;
    this.#values = { data, starts: places.map((place) => starts[place]) };
  }

  /** Runs to the end. The values are overwritten by the next run. */
  run(overrides = none): Values {
    this.#set(overrides);
    this.#runner.run();
    return this.#values;
  }

  /** Runs a slice of the work at a time, so that whoever drives it may stop in between. */
  *runInSlices(overrides = none): Generator<undefined, Values> {
    this.#set(overrides);
    yield* this.#runner.slices();
    return this.#values;
  }

  #set(overrides: Overrides): void {
    for (const leaf of this.#held) if (!overrides.has(leaf)) this.#runner.release(this.#places[leaf]);
    if (overrides.size === 0 && this.#held.length === 0) return;
    for (const [leaf, value] of overrides) {
      const place = this.#places[leaf];
      this.#runner.hold(place);
      this.#runner.data.set(value, this.#runner.starts[place]);
    }
    this.#held = [...overrides.keys()];
  }
}
