/** Non-finite tracking: finds the nodes at which a NaN or an infinity originates, as opposed to those that propagate one. */

import type { BackwardPass } from '../autodiff/differentiate.ts';
import type { NodeId, Program } from '../ir/program.ts';
import { broadcastStrides, type Shape, shapesEqual, sizeOf } from '../ir/shape.ts';
import { elementsOf, type Values } from '../ir/values.ts';
import { leaf } from '../operators/identities.ts';
import { sumTo } from '../operators/shapes/shaping.ts';
import { slicesOf } from '../runtime/slices.ts';
import { ValuesCache } from '../runtime/valuesCache.ts';

/** A node that computes a NaN or an infinity from finite operands, or a constant or leaf that is one. */
export interface NonFiniteOrigin {
  readonly node: NodeId;
  /** The row-major index of the first such element, and its value. */
  readonly index: number;
  readonly value: number;
  /** The number of such elements. */
  readonly count: number;
  /** The operands of the first such element; none for a constant or a leaf. */
  readonly operands: readonly ValueRange[];
}

/** The range of an operand's elements; of an elementwise operator, the one element that it reads. */
export interface ValueRange {
  readonly node: NodeId;
  /** Infinity and −Infinity if there are no elements; both NaN if an element is. */
  readonly min: number;
  readonly max: number;
}

/** The first non-finite contribution of the backward pass: the gradient that flows back through one operand of a node. */
export interface NonFiniteContribution {
  /** The node through which it flows. */
  readonly consumer: NodeId;
  readonly operandIndex: number;
  /** The index in the node's value; undefined unless the operator is elementwise. */
  readonly index: number | undefined;
  readonly value: number;
  /** The operands of the node there. */
  readonly operands: readonly ValueRange[];
}

/** x − x is 0 for finite numbers only, so the sum of these differences is faster than a test of each element. */
export function* allFinite(numbers: Float64Array): Generator<undefined, boolean> {
  let sum = 0;
  for (const { start, end } of slicesOf(numbers.length)) {
    for (let i = start; i < end; i++) sum += numbers[i] - numbers[i];
    if (end < numbers.length) yield;
  }
  return sum === 0;
}

/** True if every element of a node's value is finite. */
export function isFiniteNode(program: Program, values: Values, node: NodeId): boolean {
  const elements = elementsOf(program, values, node);
  return elements.length < minCached
    ? isFiniteArray(elements)
    : nodeFiniteness.get(values, node, () => allFinite(elements));
}

/** For tensors with at least this many elements, the result of a test is cached. */
const minCached = 1 << 10;

const nodeFiniteness = new ValuesCache<NodeId, boolean>();

function isFiniteArray(elements: Float64Array): boolean {
  for (let i = 0; i < elements.length; i++) if (!Number.isFinite(elements[i])) return false;
  return true;
}

/** Tests all nodes in slices, so that `isFiniteNode` takes no time later. */
export function* findFiniteNodes(program: Program, values: Values): Generator<undefined, void> {
  for (let node = 0; node < program.length; node++) {
    const elements = elementsOf(program, values, node);
    if (elements.length < minCached) continue;
    yield* nodeFiniteness.inSlices(values, node, () => allFinite(elements));
    yield;
  }
}

/** The origins among the nodes from `first` up to and including `last`, in order. */
export function* nonFiniteOrigins(
  program: Program,
  values: Values,
  first: NodeId,
  last: NodeId,
): Generator<undefined, NonFiniteOrigin[]> {
  const origins: NonFiniteOrigin[] = [];
  for (let node = first; node <= last; node++) {
    if (isFiniteNode(program, values, node)) continue;
    const origin = yield* new NodeInspector(program, values, node).asOrigin();
    if (origin) origins.push(origin);
  }
  return origins;
}

/** The first contribution that is not finite, in the order of the backward pass. */
export function* firstNonFiniteContribution(
  program: Program,
  values: Values,
  backwardPass: BackwardPass,
): Generator<undefined, NonFiniteContribution | undefined> {
  for (let consumer = backwardPass.root; consumer >= 0; consumer--) {
    for (let operandIndex = 0; operandIndex < program.arity(consumer); operandIndex++) {
      const contribution = backwardPass.contributions[program.operandOffset(consumer) + operandIndex];
      if (contribution < 0 || isFiniteNode(program, values, contribution)) continue;
      return yield* new NodeInspector(program, values, consumer).describeContribution(contribution, operandIndex);
    }
  }
  return undefined;
}

/** The element of an operand that an elementwise operator computes an element from. */
export function operandAt(program: Program, values: Values, node: NodeId, operandIndex: number, index: number): number {
  return new NodeInspector(program, values, node).operandAt(operandIndex, index);
}

/** The offset of the operand's element that is broadcast to `index` of the output, given the operand's broadcast strides. */
function unbroadcastIndex(index: number, strides: readonly number[], output: Shape): number {
  let offset = 0;
  let remainder = index;
  for (let axis = output.length - 1; axis >= 0; axis--) {
    offset += strides[axis] * (remainder % output[axis]);
    remainder = Math.floor(remainder / output[axis]);
  }
  return offset;
}

/** Elements whose operands are tested in a slice, about a millisecond. */
const inspectedPerSlice = 1 << 13;

/** Reads the values of one node and of its operands. */
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

  /** Undefined if every non-finite element is computed from a non-finite operand. */
  *asOrigin(): Generator<undefined, NonFiniteOrigin | undefined> {
    const size = sizeOf(this.#program.shape(this.#node));
    const isPropagating =
      !this.#isElementwise && this.#operands.some((operand) => !isFiniteNode(this.#program, this.#values, operand));
    if (isPropagating) return undefined;
    let first: number | undefined;
    let count = 0;
    for (const { start, end } of slicesOf(size, inspectedPerSlice)) {
      for (let index = start; index < end; index++) {
        if (Number.isFinite(this.#element(this.#node, index)) || this.#isInherited(index)) continue;
        first ??= index;
        count++;
      }
      if (end < size) yield;
    }
    if (first === undefined) return undefined;
    const value = this.#element(this.#node, first);
    return { node: this.#node, index: first, value, count, operands: yield* this.#operandRanges(first) };
  }

  /** Describes a non-finite contribution that the node makes to an operand. */
  *describeContribution(contribution: NodeId, operandIndex: number): Generator<undefined, NonFiniteContribution> {
    const unsummed = this.#isElementwise ? this.#elementwiseSource(contribution) : undefined;
    const inspected = unsummed ?? contribution;
    const index = this.#firstNonFinite(inspected);
    const knownIndex = unsummed === undefined ? undefined : index;
    const value = this.#element(inspected, index);
    const operands = yield* this.#operandRanges(knownIndex);
    return { consumer: this.#node, operandIndex, index: knownIndex, value, operands };
  }

  get #isElementwise(): boolean {
    return this.#program.operator(this.#node).kind === 'elementwise';
  }

  /** The contribution before it is summed over broadcast axes, if it has the shape of the node and is not finite. */
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

  /** True if an element is computed from a non-finite one. False for tensor operators, whose operands are checked before. */
  #isInherited(index: number): boolean {
    return (
      this.#isElementwise &&
      this.#operands.some((_, operandIndex) => !Number.isFinite(this.operandAt(operandIndex, index)))
    );
  }

  /** The operands at an element, or over all elements. A leaf has none, as its value may have been set. */
  *#operandRanges(index: number | undefined): Generator<undefined, ValueRange[]> {
    if (this.#program.operator(this.#node) === leaf) return [];
    const ranges: ValueRange[] = [];
    for (const [operandIndex, node] of this.#operands.entries()) {
      const value = this.#isElementwise && index !== undefined ? this.operandAt(operandIndex, index) : undefined;
      ranges.push(value === undefined ? yield* this.#rangeOf(node) : { node, min: value, max: value });
    }
    return ranges;
  }

  *#rangeOf(node: NodeId): Generator<undefined, ValueRange> {
    const size = sizeOf(this.#program.shape(node));
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { start, end } of slicesOf(size)) {
      for (let index = start; index < end; index++) {
        const value = this.#element(node, index);
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      if (end < size) yield;
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
