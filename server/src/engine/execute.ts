/** Runs a program and keeps the value of every node. */

import { mapElements } from './kernels/elementwise.ts';
import type { ElementwiseOperator } from './operator.ts';
import { constant } from './ops/leaves.ts';
import { plan } from './plan.ts';
import type { NodeId, Program } from './program.ts';
import { sizeOf } from './shape.ts';
import { simplify } from './simplify.ts';
import { toEnd } from './slices.ts';

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

/** Values that stand in for what a leaf would compute. */
export type Overrides = ReadonlyMap<NodeId, Float64Array>;

/** About how many elements are read and written between two chances to stop. */
const elementsPerSlice = 1 << 17;

/** A program made ready to be run, once or many times. */
export class Execution {
  readonly #places: Int32Array;
  readonly #starts: Int32Array;
  /** The buffer that the operations read and write. Constants are in it from the start. */
  readonly #data: Float64Array;
  readonly #operations: readonly Operation[];
  /** Where the first three operands of each node begin: what operations on single elements read. */
  readonly #operands: Int32Array;
  /** How many elements each operation reads and writes. */
  readonly #costs: Float64Array;

  /** @throws RangeError when the values don't fit into memory. */
  constructor(original: Program) {
    const { program, places } = simplify(original);
    const { starts, length } = plan(program);
    this.#places = places;
    this.#data = new Float64Array(length);
    this.#starts = starts;
    this.#operands = new Int32Array(3 * program.length);
    this.#costs = new Float64Array(program.length);
    const operations: Operation[] = [];
    for (let node = 0; node < program.length; node++) {
      const arity = Math.min(3, program.arity(node));
      for (let k = 0; k < arity; k++) this.#operands[3 * node + k] = starts[program.operand(node, k)];
      operations.push(operationOf(program, node, this.#data, starts));
      this.#costs[node] = costOf(program, node);
    }
    this.#operations = operations;
  }

  /** Runs to the end. The values are overwritten by the next run. */
  run(overrides: Overrides = new Map()): Values {
    return toEnd(this.runInSlices(overrides));
  }

  /** Runs a slice of the work at a time, so that whoever drives it may stop in between. */
  *runInSlices(overrides: Overrides = new Map()): Generator<undefined, Values> {
    const overridden = new Map([...overrides].map(([node, value]) => [this.#places[node], value]));
    let elements = 0;
    for (let node = 0; node < this.#operations.length; node++) {
      const value = overridden.get(node);
      if (value === undefined) this.#operations[node](this.#data, this.#operands, 3 * node, this.#starts[node]);
      else this.#data.set(value, this.#starts[node]);
      elements += this.#costs[node];
      if (elements > elementsPerSlice) {
        elements = 0;
        yield undefined;
      }
    }
    return { data: this.#data, starts: this.#places.map((place) => this.#starts[place]) };
  }
}

/** Computes one node, whose operands are listed from a place on, from values that are there already. */
type Operation = (data: Float64Array, operands: Int32Array, place: number, output: number) => void;

function operationOf(program: Program, node: NodeId, data: Float64Array, starts: Int32Array): Operation {
  const operator = program.operator(node);
  if (operator === constant) {
    data.set(program.attributes(node).values ?? [], starts[node]);
    return nothing;
  }
  const isSingle = operator.kind === 'elementwise' && sizeOf(program.shape(node)) === 1;
  return isSingle ? singleOperation(operator) : tensorOperation(program, node, data, starts);
}

const nothing: Operation = () => undefined;

/** One for all nodes of an operator: a program of scalars has thousands. */
const singleOperations = new Map<ElementwiseOperator, Operation>();

function singleOperation(operator: ElementwiseOperator): Operation {
  const known = singleOperations.get(operator);
  if (known) return known;
  const { forward } = operator;
  const operation: Operation = (data, operands, place, output) => {
    data[output] = forward(data[operands[place]], data[operands[place + 1]], data[operands[place + 2]]);
  };
  singleOperations.set(operator, operation);
  return operation;
}

function tensorOperation(program: Program, node: NodeId, data: Float64Array, starts: Int32Array): Operation {
  const operator = program.operator(node);
  const operands = program.operands(node);
  const view = (operand: NodeId): Float64Array =>
    data.subarray(starts[operand], starts[operand] + sizeOf(program.shape(operand)));
  const inputs = operands.map(view);
  const output = view(node);
  const shapes = { operands: operands.map((operand) => program.shape(operand)), output: program.shape(node) };
  if (operator.kind === 'elementwise') return () => mapElements(operator.forward, inputs, output, shapes);
  const attributes = program.attributes(node);
  return () => operator.forward(inputs, output, shapes, attributes);
}

function costOf(program: Program, node: NodeId): number {
  let cost = 1 + sizeOf(program.shape(node));
  for (const operand of program.operands(node)) cost += sizeOf(program.shape(operand));
  return cost;
}
