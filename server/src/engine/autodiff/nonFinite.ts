/** Non-finite tracking: finds the nodes that make a NaN or an infinity, as opposed to those that pass one on. */

import type { NodeId, Program } from '../ir/program.ts';
import { broadcastStrides, type Shape, shapesEqual, sizeOf } from '../ir/shape.ts';
import type { Values } from '../ir/values.ts';
import { sumTo } from '../operators/layout/shaping.ts';
import { leaf } from '../operators/leaves.ts';
import type { Gradient } from './differentiate.ts';

/** A node that made a NaN or an infinity of finite numbers, or was given one. */
export interface NonFiniteOrigin {
  readonly node: NodeId;
  /** The row-major index of the first element that it made, and its value. */
  readonly index: number;
  readonly value: number;
  /** The number of elements that it made. */
  readonly count: number;
  /** The operands of the first one; none for a constant or a leaf, to which it is given. */
  readonly operands: readonly ValueRange[];
}

/** The range of an operand's elements: one element where the operator is elementwise. */
export interface ValueRange {
  readonly node: NodeId;
  /** Infinity and −Infinity where there are no elements; both NaN where one of them is. */
  readonly min: number;
  readonly max: number;
}

/** The first contribution to the backward pass that is not finite: what flows back through one operand of a node. */
export interface NonFiniteContribution {
  /** The node that it flows through. */
  readonly consumer: NodeId;
  readonly operandIndex: number;
  /** The index in the node's value, where the operator is elementwise. */
  readonly index: number | undefined;
  readonly value: number;
  /** The operands of the node there. */
  readonly operands: readonly ValueRange[];
}

/** A number that is not finite leaves no 0 when it is taken from itself: to add that up is quicker than to ask of each. */
export function allFinite(numbers: Float64Array): boolean {
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
export function nonFiniteOrigins(program: Program, values: Values, first: NodeId, last: NodeId): NonFiniteOrigin[] {
  const origins: NonFiniteOrigin[] = [];
  for (let node = first; node <= last; node++) {
    if (isFiniteNode(program, values, node)) continue;
    const origin = new NodeInspector(program, values, node).asOrigin();
    if (origin) origins.push(origin);
  }
  return origins;
}

/** The point at which the backward pass stops being finite, on its path from the root. */
export function firstNonFiniteContribution(
  program: Program,
  values: Values,
  gradient: Gradient,
): NonFiniteContribution | undefined {
  for (let consumer = gradient.root; consumer >= 0; consumer--) {
    for (let operandIndex = 0; operandIndex < program.arity(consumer); operandIndex++) {
      const contribution = gradient.contributions[program.operandOffset(consumer) + operandIndex];
      if (contribution < 0 || isFiniteNode(program, values, contribution)) continue;
      return new NodeInspector(program, values, consumer).describeContribution(contribution, operandIndex);
    }
  }
  return undefined;
}

/** The element of an operand that an elementwise operator computes an element from. */
export function operandAt(program: Program, values: Values, node: NodeId, operandIndex: number, index: number): number {
  return new NodeInspector(program, values, node).operandAt(operandIndex, index);
}

/** The row-major index in an operand of the element that was broadcast to an index, given the operand's strides there. */
function unbroadcastIndex(index: number, strides: readonly number[], output: Shape): number {
  let offset = 0;
  let remainder = index;
  for (let axis = output.length - 1; axis >= 0; axis--) {
    offset += strides[axis] * (remainder % output[axis]);
    remainder = Math.floor(remainder / output[axis]);
  }
  return offset;
}

/** One node with its values. */
class NodeInspector {
  readonly #program: Program;
  readonly #values: Values;
  readonly #node: NodeId;
  readonly #operands: readonly NodeId[];
  /** The strides with which an elementwise operator reads its operands. */
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
  asOrigin(): NonFiniteOrigin | undefined {
    const size = sizeOf(this.#program.shape(this.#node));
    const isPropagating =
      !this.#isElementwise && this.#operands.some((operand) => !isFiniteNode(this.#program, this.#values, operand));
    if (isPropagating) return undefined;
    let first: number | undefined;
    let count = 0;
    for (let index = 0; index < size; index++) {
      if (Number.isFinite(this.#element(this.#node, index)) || this.#isInherited(index)) continue;
      first ??= index;
      count++;
    }
    if (first === undefined) return undefined;
    const value = this.#element(this.#node, first);
    return { node: this.#node, index: first, value, count, operands: this.#operandRanges(first) };
  }

  /** A flow through the node that is not finite. */
  describeContribution(contribution: NodeId, operandIndex: number): NonFiniteContribution {
    const unsummed = this.#isElementwise ? this.#elementwiseSource(contribution) : undefined;
    const inspected = unsummed ?? contribution;
    const index = this.#firstNonFinite(inspected);
    const knownIndex = unsummed === undefined ? undefined : index;
    const value = this.#element(inspected, index);
    return { consumer: this.#node, operandIndex, index: knownIndex, value, operands: this.#operandRanges(knownIndex) };
  }

  get #isElementwise(): boolean {
    return this.#program.operator(this.#node).kind === 'elementwise';
  }

  /** A flow, or what was summed to it, in the shape of the node's value: undefined where neither has that. */
  #elementwiseSource(contribution: NodeId): NodeId | undefined {
    const shape = this.#program.shape(this.#node);
    const source =
      this.#program.operator(contribution) === sumTo ? this.#program.operand(contribution, 0) : contribution;
    const isBroken = !isFiniteNode(this.#program, this.#values, source);
    return isBroken && shapesEqual(this.#program.shape(source), shape) ? source : undefined;
  }

  #firstNonFinite(node: NodeId): number {
    let index = 0;
    while (Number.isFinite(this.#element(node, index))) index++;
    return index;
  }

  /** Whether an element was computed from one that is not finite. Operators on whole tensors had none. */
  #isInherited(index: number): boolean {
    return (
      this.#isElementwise &&
      this.#operands.some((_, operandIndex) => !Number.isFinite(this.operandAt(operandIndex, index)))
    );
  }

  /** The operands of the node at an element, or over all: a leaf whose value differs from its start was set. */
  #operandRanges(index: number | undefined): ValueRange[] {
    if (this.#program.operator(this.#node) === leaf) return [];
    return this.#operands.map((node, operandIndex) => {
      if (!this.#isElementwise || index === undefined) return this.#rangeOf(node);
      const value = this.operandAt(operandIndex, index);
      return { node, min: value, max: value };
    });
  }

  #rangeOf(node: NodeId): ValueRange {
    const size = sizeOf(this.#program.shape(node));
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let index = 0; index < size; index++) {
      const value = this.#element(node, index);
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return { node, min, max };
  }

  operandAt(operandIndex: number, index: number): number {
    const operandElement = unbroadcastIndex(index, this.#strides[operandIndex], this.#program.shape(this.#node));
    return this.#element(this.#operands[operandIndex], operandElement);
  }

  #element(node: NodeId, index: number): number {
    return this.#values.data[this.#values.starts[node] + index];
  }
}
