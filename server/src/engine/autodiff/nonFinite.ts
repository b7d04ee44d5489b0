/** Where numbers stop being finite: what makes a NaN or an infinity, told apart from what only passes one on. */

import type { NodeId, Program } from '../ir/program.ts';
import { broadcastStrides, type Shape, sameShape, sizeOf } from '../ir/shape.ts';
import { sumTo } from '../operators/layout/shaping.ts';
import { leaf } from '../operators/leaves.ts';
import type { Values } from '../runtime/execute.ts';
import type { Gradient } from './differentiate.ts';

/** A node that made a NaN or an infinity of finite numbers, or was given one. */
export interface Maker {
  readonly node: NodeId;
  /** The place of the first element that it made, row-major, and what it is. */
  readonly index: number;
  readonly value: number;
  /** How many elements it made. */
  readonly count: number;
  /** What it made the first one of; nothing for a constant or a leaf, to which it is given. */
  readonly operands: readonly Reach[];
}

/** From where to where the elements of an operand reach: the one element where the operator looks at each alone. */
export interface Reach {
  readonly node: NodeId;
  /** Infinity and −Infinity where there are no elements; both NaN where one of them is. */
  readonly least: number;
  readonly largest: number;
}

/** The first contribution to the reverse pass that is not finite: what flows back through one operand of a node. */
export interface BrokenFlow {
  /** The node that it flows through. */
  readonly consumer: NodeId;
  readonly position: number;
  /** The place in the node's value at which it is, where the operator looks at each element alone. */
  readonly index: number | undefined;
  readonly value: number;
  /** What the node was given there. */
  readonly operands: readonly Reach[];
}

/** A number that is not finite leaves no 0 when it is taken from itself: to add that up is quicker than to ask of each. */
export function areFinite(numbers: Float64Array): boolean {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += numbers[i] - numbers[i];
  return sum === 0;
}

/** Whether every element of a node's value is finite. */
export function isFiniteNode(program: Program, values: Values, node: NodeId): boolean {
  const start = values.starts[node];
  const end = start + sizeOf(program.shape(node));
  for (let i = start; i < end; i++) if (!Number.isFinite(values.data[i])) return false;
  return true;
}

/** The makers among the nodes from one up to and including another, in order. */
export function makersOfNonFinite(program: Program, values: Values, first: NodeId, last: NodeId): Maker[] {
  const makers: Maker[] = [];
  for (let node = first; node <= last; node++) {
    if (isFiniteNode(program, values, node)) continue;
    const maker = new Node(program, values, node).asMaker();
    if (maker) makers.push(maker);
  }
  return makers;
}

/** Where the reverse pass stops being finite, on its way from the root. */
export function firstBrokenFlow(program: Program, values: Values, gradient: Gradient): BrokenFlow | undefined {
  for (let consumer = gradient.root; consumer >= 0; consumer--) {
    for (let position = 0; position < program.arity(consumer); position++) {
      const flow = gradient.contributions[program.operandStart(consumer) + position];
      if (flow < 0 || isFiniteNode(program, values, flow)) continue;
      return new Node(program, values, consumer).brokenBy(flow, position);
    }
  }
  return undefined;
}

/** The element of an operand that an operator which looks at each alone makes an element of. */
export function operandAt(program: Program, values: Values, node: NodeId, position: number, index: number): number {
  return new Node(program, values, node).operandAt(position, index);
}

/** The row-major place in an operand that an element of what it is broadcast to comes from, given the operand's strides there. */
function placeOf(index: number, strides: readonly number[], output: Shape): number {
  let place = 0;
  let rest = index;
  for (let axis = output.length - 1; axis >= 0; axis--) {
    place += strides[axis] * (rest % output[axis]);
    rest = Math.floor(rest / output[axis]);
  }
  return place;
}

/** One node with its values. */
class Node {
  readonly #program: Program;
  readonly #values: Values;
  readonly #node: NodeId;
  readonly #operands: readonly NodeId[];
  /** The strides with which an operator that looks at each element alone reads its operands. */
  readonly #strides: readonly (readonly number[])[];

  constructor(program: Program, values: Values, node: NodeId) {
    this.#program = program;
    this.#values = values;
    this.#node = node;
    this.#operands = program.operands(node);
    this.#strides = this.#isElementwise
      ? this.#operands.map((operand) => broadcastStrides(program.shape(operand), program.shape(node)))
      : [];
  }

  /** Undefined where each element that is not finite comes from one that is not. */
  asMaker(): Maker | undefined {
    const size = sizeOf(this.#program.shape(this.#node));
    const passesOn =
      !this.#isElementwise && this.#operands.some((it) => !isFiniteNode(this.#program, this.#values, it));
    if (passesOn) return undefined;
    let first: number | undefined;
    let count = 0;
    for (let index = 0; index < size; index++) {
      if (Number.isFinite(this.#element(this.#node, index)) || this.#inherits(index)) continue;
      first ??= index;
      count++;
    }
    if (first === undefined) return undefined;
    const value = this.#element(this.#node, first);
    return { node: this.#node, index: first, value, count, operands: this.#given(first) };
  }

  /** What is known of a flow through the node that is not finite. */
  brokenBy(flow: NodeId, position: number): BrokenFlow {
    const beforeSum = this.#isElementwise ? this.#perElement(flow) : undefined;
    const found = beforeSum ?? flow;
    const index = this.#firstNonFinite(found);
    const known = beforeSum === undefined ? undefined : index;
    const value = this.#element(found, index);
    return { consumer: this.#node, position, index: known, value, operands: this.#given(known) };
  }

  get #isElementwise(): boolean {
    return this.#program.operator(this.#node).kind === 'elementwise';
  }

  /** A flow, or what was summed to it, in the shape of the node's value: undefined where neither has that. */
  #perElement(flow: NodeId): NodeId | undefined {
    const shape = this.#program.shape(this.#node);
    const before = this.#program.operator(flow) === sumTo ? this.#program.operand(flow, 0) : flow;
    const isBroken = !isFiniteNode(this.#program, this.#values, before);
    return isBroken && sameShape(this.#program.shape(before), shape) ? before : undefined;
  }

  #firstNonFinite(node: NodeId): number {
    let index = 0;
    while (Number.isFinite(this.#element(node, index))) index++;
    return index;
  }

  /** Whether an element was made of one that is not finite. Operators on whole tensors were given none. */
  #inherits(index: number): boolean {
    return (
      this.#isElementwise && this.#operands.some((_, position) => !Number.isFinite(this.operandAt(position, index)))
    );
  }

  /** What the node was given at an element, or over all: a leaf that doesn't have the value of its start was set. */
  #given(index: number | undefined): Reach[] {
    if (this.#program.operator(this.#node) === leaf) return [];
    return this.#operands.map((node, position) => {
      if (!this.#isElementwise || index === undefined) return this.#reachOf(node);
      const value = this.operandAt(position, index);
      return { node, least: value, largest: value };
    });
  }

  #reachOf(node: NodeId): Reach {
    const size = sizeOf(this.#program.shape(node));
    let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let index = 0; index < size; index++) {
      const value = this.#element(node, index);
      least = Math.min(least, value);
      largest = Math.max(largest, value);
    }
    return { node, least, largest };
  }

  operandAt(position: number, index: number): number {
    const place = placeOf(index, this.#strides[position], this.#program.shape(this.#node));
    return this.#element(this.#operands[position], place);
  }

  #element(node: NodeId, index: number): number {
    return this.#values.data[this.#values.starts[node] + index];
  }
}
