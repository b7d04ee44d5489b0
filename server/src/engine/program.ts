/**
 * The intermediate representation: a list of nodes in order, each an operator over earlier nodes, with a shape. The
 * forward pass and the reverse pass are both written in it. Nodes are only ever appended.
 */

import { type Attributes, isEmpty, type Operator } from './operator.ts';
import { constant, scalarConstant } from './ops/leaves.ts';
import { codeOf, operatorOf } from './ops.ts';
import { isMismatch, type Mismatch, type Shape, scalar, sizeOf } from './shape.ts';

/** A node's place in its program. */
export type NodeId = number;

/** Nodes that follow one another, up to and excluding the end. */
export interface Stretch {
  readonly first: NodeId;
  readonly end: NodeId;
}

/** What there is to know of a node besides its operator and its operands, unless it is a scalar that has nothing else. */
interface Detail {
  readonly node: NodeId;
  readonly shape: Shape;
  readonly attributes: Attributes;
}

const noOperands: readonly NodeId[] = [];
const noAttributes: Attributes = {};

/** In the column that says where there is more to know of a node: of a plain scalar there isn't. */
const plain = -1;

/** The place of a detail in that column, and back: places of numbers are not negative, plain is −1. */
const turned = (place: number): number => -2 - place;

/** Kept in columns: the garbage collector moves a few large arrays at no cost, but not thousands of nodes. */
export class Program {
  #length = 0;
  #elements = 0;
  /** The operator of each node, by its code. */
  #codes = new Uint8Array(256);
  /** The operands of all nodes, one after another. */
  #operands = new Int32Array(256);
  /** Where the operands of each node begin, and after the last node, where those of the next one will. */
  #operandStarts = new Int32Array(257);
  /** Of a scalar constant the place of its number, of what is not plain its detail's place, turned. */
  #places = new Int32Array(256);
  #numbers = new Float64Array(64);
  #numberCount = 0;
  #details: Detail[] = [];

  /** @param like a program that this one may become as long as, and a little longer. */
  constructor(like?: Program) {
    if (like === undefined) return;
    const grown = (length: number): number => length + (length >> 4) + 64;
    this.#makeRoomForNodes(grown(like.#length));
    this.#operands = new Int32Array(grown(like.#operandStarts[like.#length]));
    this.#numbers = new Float64Array(grown(like.#numberCount));
  }

  /** How many nodes there are. */
  get length(): number {
    return this.#length;
  }

  /** How many numbers all nodes hold together. */
  get elements(): number {
    return this.#elements;
  }

  operator(node: NodeId): Operator {
    return operatorOf(this.#codes[node]);
  }

  operands(node: NodeId): readonly NodeId[] {
    const operands = new Array<NodeId>(this.arity(node));
    for (let position = 0; position < operands.length; position++) operands[position] = this.operand(node, position);
    return operands;
  }

  arity(node: NodeId): number {
    return this.#operandStarts[node + 1] - this.#operandStarts[node];
  }

  operand(node: NodeId, position: number): NodeId {
    return this.#operands[this.#operandStarts[node] + position];
  }

  shape(node: NodeId): Shape {
    const place = this.#places[node];
    return place >= plain ? scalar : this.#details[turned(place)].shape;
  }

  attributes(node: NodeId): Attributes {
    const place = this.#places[node];
    if (place === plain) return noAttributes;
    return place >= 0 ? scalarConstant(this.#numbers[place]) : this.#details[turned(place)].attributes;
  }

  /** The number of a scalar constant; undefined of any other node. */
  number(node: NodeId): number | undefined {
    const place = this.#places[node];
    return place >= 0 ? this.#numbers[place] : undefined;
  }

  /** Where the operands of a node begin when all operands of the program are listed one after another. */
  operandStart(node: NodeId): number {
    return this.#operandStarts[node];
  }

  /** What the program is made of, as it crosses to a worker: copies of the columns, and what is no plain scalar and no number. */
  columns() {
    return {
      codes: this.#codes.slice(0, this.#length),
      operandStarts: this.#operandStarts.subarray(0, this.#length + 1),
      operands: this.#operands.slice(0, this.#operandStarts[this.#length]),
      numbers: this.#numbers.slice(0, this.#numberCount),
      details: this.#details as readonly Detail[],
    };
  }

  /** The shape that a node would have, or why its operands don't fit. */
  shapeOf(operator: Operator, operands: readonly NodeId[], attributes: Attributes): Shape | Mismatch {
    if (operator.kind === 'elementwise' && operands.every((operand) => this.#places[operand] >= plain)) return scalar;
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
    if (operator === constant && shape.length === 0) return this.addNumber(attributes.values![0]);
    const isPlain = shape.length === 0 && (attributes === noAttributes || isEmpty(attributes));
    const place = isPlain ? plain : this.#keepDetail({ node: this.#length, shape, attributes });
    if (isPlain) this.#elements++;
    return this.#append(codeOf(operator), operands, place);
  }

  /** Appends a scalar constant. */
  addNumber(value: number): NodeId {
    return this.#append(constantCode, noOperands, this.#keepNumber(value));
  }

  #keepNumber(value: number): number {
    if (this.#numberCount === this.#numbers.length) this.#numbers = withRoom(this.#numbers, this.#numberCount + 1);
    this.#numbers[this.#numberCount] = value;
    this.#elements++;
    return this.#numberCount++;
  }

  #keepDetail(detail: Detail): number {
    this.#elements += sizeOf(detail.shape);
    return turned(this.#details.push(detail) - 1);
  }

  /**
   * Appends the nodes of a stretch of another program.
   * @param places where the nodes are that stand here for those of the other program; they are told of the new ones.
   */
  append(other: Program, { first, end }: Stretch, places: Int32Array): void {
    const node = this.#length;
    const count = end - first;
    const [from, to] = [other.#operandStarts[first], other.#operandStarts[end]];
    const start = this.#operandStarts[node];
    this.#length += count;
    if (this.#length > this.#codes.length) this.#makeRoomForNodes(this.#length);
    if (start + to - from > this.#operands.length) this.#operands = withRoom(this.#operands, start + to - from);
    this.#codes.set(other.#codes.subarray(first, end), node);
    const [starts, operands] = [this.#operandStarts, this.#operands];
    const [otherStarts, otherOperands, otherPlaces] = [other.#operandStarts, other.#operands, other.#places];
    for (let i = 0; i < count; i++) {
      places[first + i] = node + i;
      starts[node + i + 1] = otherStarts[first + i + 1] + start - from;
      if (otherPlaces[first + i] === plain) this.#elements++;
    }
    for (let i = 0; i < count; i++) {
      const place = otherPlaces[first + i];
      this.#places[node + i] = place === plain ? plain : this.#takeOver(other, place, node + i);
    }
    for (let i = from; i < to; i++) operands[start + i - from] = places[otherOperands[i]];
  }

  /** What there is to know of a node of another program; its new place in the column. */
  #takeOver(other: Program, place: number, node: NodeId): number {
    if (place >= 0) return this.#keepNumber(other.#numbers[place]);
    return this.#keepDetail({ ...other.#details[turned(place)], node });
  }

  #append(code: number, operands: readonly NodeId[], place: number): NodeId {
    const node = this.#length++;
    const start = this.#operandStarts[node];
    const end = start + operands.length;
    if (node === this.#codes.length) this.#makeRoomForNodes(node + 1);
    if (end > this.#operands.length) this.#operands = withRoom(this.#operands, end);
    for (let position = 0; position < operands.length; position++)
      this.#operands[start + position] = operands[position];
    this.#operandStarts[node + 1] = end;
    this.#codes[node] = code;
    this.#places[node] = place;
    return node;
  }

  #makeRoomForNodes(count: number): void {
    this.#codes = withRoom(this.#codes, count);
    this.#places = withRoom(this.#places, count);
    this.#operandStarts = withRoom(this.#operandStarts, this.#codes.length + 1);
  }
}

const constantCode = codeOf(constant);

type Column = Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** An array of at least that length with the same beginning. */
function withRoom<C extends Column>(column: C, length: number): C {
  const longer = new (column.constructor as new (length: number) => C)(Math.max(length, 2 * column.length));
  longer.set(column);
  return longer;
}
