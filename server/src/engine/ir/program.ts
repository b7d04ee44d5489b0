/**
 * The intermediate representation: a list of nodes, each an operator applied to previous nodes, with a shape. Both the
 * forward pass and the backward pass are such nodes. Nodes are only ever appended.
 */

import { grow } from './column.ts';
import { constant, constantAttributes } from './constant.ts';
import { type Attributes, isEmpty, type NodeId, type Operator, type ProgramBuilder } from './operator.ts';
import { codeOf, constantCode, operatorOf, selectCodes } from './operatorCodes.ts';
import { detailIndexOf, detailsEqual, type NodeDetail, noPayload, payloadOfDetail } from './payload.ts';
import { isMismatch, type Mismatch, type Shape, scalar, sizeOf } from './shape.ts';

export type { NodeId } from './operator.ts';

/** Consecutive nodes, excluding the end. */
export interface NodeRange {
  readonly first: NodeId;
  readonly end: NodeId;
}

const noOperands: readonly NodeId[] = [];
const noAttributes: Attributes = {};

/** Stores its nodes in columns, as the garbage collector handles a few large arrays much faster than thousands of objects. */
export class Program implements ProgramBuilder {
  #length = 0;
  #elementCount = 0;
  /** The operator of each node, by its code. */
  #codes = new Uint8Array(256);
  /** The operands of all nodes, one after another. */
  #operands = new Int32Array(256);
  /** The offset of each node's operands, followed by the offset of the next node's. */
  #operandStarts = new Int32Array(257);
  /** The index of a scalar constant, an encoded index of a detail, or `noPayload`. */
  #payloads = new Int32Array(256);
  #constants = new Float64Array(64);
  #constantCount = 0;
  #details: NodeDetail[] = [];

  #detailCount = 0;
  /** The number of nodes in the previous program's columns, which are shared until this program differs; then 0. */
  #sharedLength = 0;
  #hasOwnConstants = true;
  #hasOwnDetails = true;

  /** @param previous a finished program whose columns are shared as long as the same nodes are appended. */
  constructor(previous?: Program) {
    if (previous === undefined || previous.#length === 0) return;
    this.#sharedLength = previous.#length;
    this.#codes = previous.#codes;
    this.#operands = previous.#operands;
    this.#operandStarts = previous.#operandStarts;
    this.#payloads = previous.#payloads;
    this.#constants = previous.#constants;
    this.#details = previous.#details;
    this.#hasOwnConstants = false;
    this.#hasOwnDetails = false;
  }

  /** The number of nodes. */
  get length(): number {
    return this.#length;
  }

  /** The number of elements of all nodes together. */
  get elementCount(): number {
    return this.#elementCount;
  }

  operator(node: NodeId): Operator {
    return operatorOf(this.#codes[node]);
  }

  /** The nodes before `end` that have one of these operators. */
  findNodes(operators: readonly Operator[], end: NodeId): NodeId[] {
    const isSelected = selectCodes(operators);
    const nodes: NodeId[] = [];
    for (let node = 0; node < end; node++) if (isSelected[this.#codes[node]] === 1) nodes.push(node);
    return nodes;
  }

  operands(node: NodeId): readonly NodeId[] {
    const operands = new Array<NodeId>(this.arity(node));
    for (let operandIndex = 0; operandIndex < operands.length; operandIndex++)
      operands[operandIndex] = this.operand(node, operandIndex);
    return operands;
  }

  arity(node: NodeId): number {
    return this.#operandStarts[node + 1] - this.#operandStarts[node];
  }

  operand(node: NodeId, operandIndex: number): NodeId {
    return this.#operands[this.#operandStarts[node] + operandIndex];
  }

  shape(node: NodeId): Shape {
    const payload = this.#payloads[node];
    return payload >= noPayload ? scalar : this.#details[detailIndexOf(payload)].shape;
  }

  attributes(node: NodeId): Attributes {
    const payload = this.#payloads[node];
    if (payload === noPayload) return noAttributes;
    return payload >= 0
      ? constantAttributes(this.#constants[payload])
      : this.#details[detailIndexOf(payload)].attributes;
  }

  /** The value of a scalar constant; undefined for any other node. */
  constantValue(node: NodeId): number | undefined {
    const payload = this.#payloads[node];
    return payload >= 0 ? this.#constants[payload] : undefined;
  }

  /** The offset of a node's operands in the list of all operands. */
  operandOffset(node: NodeId): number {
    return this.#operandStarts[node];
  }

  /** True if all nodes so far equal those of the previous program, except for the values of constants. */
  sharesColumnsWith(previous: Program): boolean {
    return this.#sharedLength > 0 && this.#codes === previous.#codes;
  }

  /** True if it equals the previous program, so that it has the same values. */
  isIdenticalTo(previous: Program): boolean {
    const hasSameConstants = this.#constants === previous.#constants && this.#details === previous.#details;
    return this.sharesColumnsWith(previous) && hasSameConstants && this.#length === previous.#length;
  }

  /** Views of the columns, and the details. */
  columns() {
    return {
      codes: this.#codes.subarray(0, this.#length),
      operandStarts: this.#operandStarts.subarray(0, this.#length + 1),
      operands: this.#operands.subarray(0, this.#operandStarts[this.#length]),
      constants: this.#constants.subarray(0, this.#constantCount),
      details: this.#details.slice(0, this.#detailCount) as readonly NodeDetail[],
    };
  }

  /** The shape that a node would have, or the mismatch of its operands. */
  shapeOf(operator: Operator, operands: readonly NodeId[], attributes: Attributes): Shape | Mismatch {
    if (operator.kind === 'elementwise' && operands.every((operand) => this.#payloads[operand] >= noPayload))
      return scalar;
    const shapes = operands.map((operand) => this.shape(operand));
    return operator.shape(shapes, attributes);
  }

  /**
   * Appends a node and infers its shape.
   * @throws Error when the operands don't fit; text that a user wrote is checked with `shapeOf` beforehand.
   */
  add(operator: Operator, operands: readonly NodeId[] = noOperands, attributes: Attributes = noAttributes): NodeId {
    const shape = this.shapeOf(operator, operands, attributes);
    if (isMismatch(shape)) throw new Error(`${operator.name}: ${shape.mismatch}`);
    if (operator === constant && shape.length === 0) return this.addConstant(attributes.values![0]);
    const code = codeOf(operator);
    const isPlainScalar = shape.length === 0 && (attributes === noAttributes || isEmpty(attributes));
    if (!isPlainScalar) return this.#addDetail(code, operands, { node: this.#length, shape, attributes });
    this.#elementCount++;
    return this.#append(code, operands, noPayload);
  }

  /** Appends a scalar constant. */
  addConstant(value: number): NodeId {
    const numberIndex = this.#constantCount++;
    this.#elementCount++;
    const node = this.#append(constantCode, noOperands, numberIndex);
    if (!this.#hasOwnConstants && !Object.is(this.#constants[numberIndex], value)) {
      this.#constants = this.#constants.slice();
      this.#hasOwnConstants = true;
    }
    if (this.#hasOwnConstants) {
      if (numberIndex >= this.#constants.length) this.#constants = grow(this.#constants, 2 * numberIndex + 64);
      this.#constants[numberIndex] = value;
    }
    return node;
  }

  #addDetail(code: number, operands: readonly NodeId[], detail: NodeDetail): NodeId {
    const detailIndex = this.#detailCount++;
    this.#elementCount += sizeOf(detail.shape);
    const node = this.#append(code, operands, payloadOfDetail(detailIndex));
    if (!this.#hasOwnDetails && !detailsEqual(this.#details[detailIndex], detail)) {
      this.#details = this.#details.slice();
      this.#hasOwnDetails = true;
    }
    if (this.#hasOwnDetails) this.#details[detailIndex] = detail;
    return node;
  }

  /**
   * Appends a range of another program.
   * @param nodeMap the node here that corresponds to each node of the other program, including the range itself; absent
   * if all have the same indices.
   */
  copyRange(other: Program, { first, end }: NodeRange, nodeMap?: Int32Array): void {
    if (this.sharesColumnsWith(other) && first === this.#length && this.#hasSameOperands(first, end, nodeMap))
      this.reuseUpTo(end);
    else this.#copy(other, { first, end }, nodeMap);
  }

  /** True if the operands of the next shared nodes have the same indices. */
  #hasSameOperands(first: NodeId, end: NodeId, nodeMap: Int32Array | undefined): boolean {
    if (nodeMap === undefined) return true;
    const operands = this.#operands;
    const operandsEnd = this.#operandStarts[end];
    for (let i = this.#operandStarts[first]; i < operandsEnd; i++)
      if (nodeMap[operands[i]] !== operands[i]) return false;
    return true;
  }

  /** Appends the previous program's nodes up to `end`; all nodes so far must equal those of the previous program. */
  reuseUpTo(end: NodeId): void {
    const first = this.length;
    const previousDetailCount = this.#detailCount;
    // Constants are in the order of their nodes, so the index of the last one gives their count.
    let last = end - 1;
    while (last >= first && this.#payloads[last] < 0) last--;
    if (last >= first) this.#constantCount = this.#payloads[last] + 1;
    while (this.#detailCount < this.#details.length && this.#details[this.#detailCount].node < end) {
      this.#elementCount += sizeOf(this.#details[this.#detailCount++].shape);
    }
    this.#elementCount += end - first - (this.#detailCount - previousDetailCount);
    this.#length = end;
  }

  #copy(other: Program, { first, end }: NodeRange, nodeMap: Int32Array | undefined): void {
    const node = this.#length;
    const count = end - first;
    const [operandsStart, operandsEnd] = [other.#operandStarts[first], other.#operandStarts[end]];
    const start = this.#operandStarts[node];
    if (this.#sharedLength > 0) this.#unshare();
    if (node + count > this.#codes.length) this.#reserveNodes(node + count);
    if (start + operandsEnd - operandsStart > this.#operands.length)
      this.#operands = grow(this.#operands, 2 * (start + operandsEnd - operandsStart));
    this.#codes.set(other.#codes.subarray(first, end), node);
    const [starts, operands] = [this.#operandStarts, this.#operands];
    const [otherStarts, otherOperands] = [other.#operandStarts, other.#operands];
    for (let i = 1; i <= count; i++) starts[node + i] = otherStarts[first + i] + start - operandsStart;
    if (nodeMap === undefined) operands.set(otherOperands.subarray(operandsStart, operandsEnd), start);
    else
      for (let i = operandsStart; i < operandsEnd; i++) operands[start + i - operandsStart] = nodeMap[otherOperands[i]];
    for (let i = 0; i < count; i++) {
      const payload = other.#payloads[first + i];
      this.#payloads[node + i] = payload === noPayload ? noPayload : this.#copyPayload(other, payload, node + i);
    }
    this.#elementCount += count;
    this.#length += count;
  }

  /** Copies the constant or the detail of another program's node, and returns the payload. */
  #copyPayload(other: Program, payload: number, node: NodeId): number {
    if (payload < noPayload) {
      const detail = { ...other.#details[detailIndexOf(payload)], node };
      this.#elementCount += sizeOf(detail.shape) - 1;
      this.#details.push(detail);
      return payloadOfDetail(this.#detailCount++);
    }
    if (this.#constantCount === this.#constants.length)
      this.#constants = grow(this.#constants, 2 * this.#constantCount + 64);
    this.#constants[this.#constantCount] = other.#constants[payload];
    return this.#constantCount++;
  }

  #append(code: number, operands: readonly NodeId[], payload: number): NodeId {
    const node = this.#length;
    if (this.#sharedLength > 0 && !this.#matchesNext(code, operands, payload)) this.#unshare();
    this.#length++;
    if (this.#sharedLength > 0) return node;
    const start = this.#operandStarts[node];
    const end = start + operands.length;
    if (node === this.#codes.length) this.#reserveNodes(node + 1);
    if (end > this.#operands.length) this.#operands = grow(this.#operands, 2 * end);
    for (let operandIndex = 0; operandIndex < operands.length; operandIndex++)
      this.#operands[start + operandIndex] = operands[operandIndex];
    this.#operandStarts[node + 1] = end;
    this.#codes[node] = code;
    this.#payloads[node] = payload;
    return node;
  }

  /** True if the next shared node equals this one. */
  #matchesNext(code: number, operands: readonly NodeId[], payload: number): boolean {
    const node = this.#length;
    if (node === this.#sharedLength || this.#codes[node] !== code || this.#payloads[node] !== payload) return false;
    if (this.arity(node) !== operands.length) return false;
    for (let operandIndex = 0; operandIndex < operands.length; operandIndex++) {
      if (this.operand(node, operandIndex) !== operands[operandIndex]) return false;
    }
    return true;
  }

  /** Copies the shared columns, since the program differs from the previous one from here on. */
  #unshare(): void {
    const node = this.#length;
    const capacity = this.#sharedLength + 256;
    this.#codes = grow(this.#codes.subarray(0, node), capacity);
    this.#payloads = grow(this.#payloads.subarray(0, node), capacity);
    const operandCapacity = this.#operandStarts[this.#sharedLength] + 512;
    this.#operands = grow(this.#operands.subarray(0, this.#operandStarts[node]), operandCapacity);
    this.#operandStarts = grow(this.#operandStarts.subarray(0, node + 1), capacity + 1);
    if (!this.#hasOwnConstants) this.#constants = this.#constants.slice();
    this.#details = this.#details.slice(0, this.#detailCount);
    this.#sharedLength = 0;
    this.#hasOwnConstants = true;
    this.#hasOwnDetails = true;
  }

  #reserveNodes(count: number): void {
    this.#codes = grow(this.#codes, 2 * count);
    this.#payloads = grow(this.#payloads, 2 * count);
    this.#operandStarts = grow(this.#operandStarts, 2 * count + 1);
  }
}
