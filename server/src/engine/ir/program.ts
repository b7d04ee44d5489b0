/**
 * The intermediate representation: a list of nodes in order, each an operator over earlier nodes, with a shape. The
 * forward pass and the reverse pass are both written in it. Nodes are only ever appended.
 */

import { constant, scalarConstant } from '../operators/leaves.ts';
import { codeOf, operatorOf } from '../operators/table.ts';
import { type Attributes, isEmpty, type Operator, sameAttributes } from './operator.ts';
import { isMismatch, type Mismatch, type Shape, sameShape, scalar, sizeOf } from './shape.ts';

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

  #detailCount = 0;
  /** How many nodes the columns hold that are those of an earlier program: as long as this one is the same, it shares them. */
  #shared = 0;
  #hasOwnNumbers = true;
  #hasOwnDetails = true;

  /** @param earlier a finished program that this one may turn out to be like, or to begin like. */
  constructor(earlier?: Program) {
    if (earlier === undefined || earlier.#length === 0) return;
    this.#shared = earlier.#length;
    this.#codes = earlier.#codes;
    this.#operands = earlier.#operands;
    this.#operandStarts = earlier.#operandStarts;
    this.#places = earlier.#places;
    this.#numbers = earlier.#numbers;
    this.#details = earlier.#details;
    this.#hasOwnNumbers = false;
    this.#hasOwnDetails = false;
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

  /** The nodes of some operators, up to and excluding one. */
  nodesOf(operators: readonly Operator[], end: NodeId): NodeId[] {
    const isMeant = new Uint8Array(256);
    for (const operator of operators) isMeant[codeOf(operator)] = 1;
    const nodes: NodeId[] = [];
    for (let node = 0; node < end; node++) if (isMeant[this.#codes[node]] === 1) nodes.push(node);
    return nodes;
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

  /** Whether it has been like an earlier program so far, but for what constants hold. */
  isLike(earlier: Program): boolean {
    return this.#shared > 0 && this.#codes === earlier.#codes;
  }

  /** Whether it came to be the same as an earlier program, so that it has the same values. */
  isSame(earlier: Program): boolean {
    const hasSameConstants = this.#numbers === earlier.#numbers && this.#details === earlier.#details;
    return this.isLike(earlier) && hasSameConstants && this.#length === earlier.#length;
  }

  /** What the program is made of: views of its columns, and what is no plain scalar and no number. */
  columns() {
    return {
      codes: this.#codes.subarray(0, this.#length),
      operandStarts: this.#operandStarts.subarray(0, this.#length + 1),
      operands: this.#operands.subarray(0, this.#operandStarts[this.#length]),
      numbers: this.#numbers.subarray(0, this.#numberCount),
      details: this.#details.slice(0, this.#detailCount) as readonly Detail[],
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
    const code = codeOf(operator);
    const isPlain = shape.length === 0 && (attributes === noAttributes || isEmpty(attributes));
    if (!isPlain) return this.#addDetail(code, operands, { node: this.#length, shape, attributes });
    this.#elements++;
    return this.#append(code, operands, plain);
  }

  /** Appends a scalar constant. */
  addNumber(value: number): NodeId {
    const place = this.#numberCount++;
    this.#elements++;
    const node = this.#append(constantCode, noOperands, place);
    if (!this.#hasOwnNumbers && !Object.is(this.#numbers[place], value)) {
      this.#numbers = this.#numbers.slice();
      this.#hasOwnNumbers = true;
    }
    if (this.#hasOwnNumbers) {
      if (place >= this.#numbers.length) this.#numbers = longer(this.#numbers, 2 * place + 64);
      this.#numbers[place] = value;
    }
    return node;
  }

  #addDetail(code: number, operands: readonly NodeId[], detail: Detail): NodeId {
    const place = this.#detailCount++;
    this.#elements += sizeOf(detail.shape);
    const node = this.#append(code, operands, turned(place));
    if (!this.#hasOwnDetails && !areSame(this.#details[place], detail)) {
      this.#details = this.#details.slice();
      this.#hasOwnDetails = true;
    }
    if (this.#hasOwnDetails) this.#details[place] = detail;
    return node;
  }

  /**
   * Appends the nodes of a stretch of another program.
   * @param places where the nodes are that stand here for those of the other program, those of the stretch too; absent where
   * they are where they were.
   */
  append(other: Program, { first, end }: Stretch, places?: Int32Array): void {
    if (this.isLike(other) && first === this.#length && this.#standsThere(first, end, places)) this.goTo(end);
    else this.#copy(other, { first, end }, places);
  }

  /** Whether the operands of what stands next in the shared columns are where they were. */
  #standsThere(first: NodeId, end: NodeId, places: Int32Array | undefined): boolean {
    if (places === undefined) return true;
    const operands = this.#operands;
    const to = this.#operandStarts[end];
    for (let i = this.#operandStarts[first]; i < to; i++) if (places[operands[i]] !== operands[i]) return false;
    return true;
  }

  /** Goes on up to a node as the earlier program does that this one has been like so far. */
  goTo(end: NodeId): void {
    const { length: first } = this;
    const details = this.#detailCount;
    // Numbers stand in the order of their nodes, so the place of the last one says how many there are.
    let last = end - 1;
    while (last >= first && this.#places[last] < 0) last--;
    if (last >= first) this.#numberCount = this.#places[last] + 1;
    while (this.#detailCount < this.#details.length && this.#details[this.#detailCount].node < end) {
      this.#elements += sizeOf(this.#details[this.#detailCount++].shape);
    }
    this.#elements += end - first - (this.#detailCount - details);
    this.#length = end;
  }

  #copy(other: Program, { first, end }: Stretch, places: Int32Array | undefined): void {
    const node = this.#length;
    const count = end - first;
    const [from, to] = [other.#operandStarts[first], other.#operandStarts[end]];
    const start = this.#operandStarts[node];
    if (this.#shared > 0) this.#part();
    if (node + count > this.#codes.length) this.#makeRoomForNodes(node + count);
    if (start + to - from > this.#operands.length) this.#operands = longer(this.#operands, 2 * (start + to - from));
    this.#codes.set(other.#codes.subarray(first, end), node);
    const [starts, operands] = [this.#operandStarts, this.#operands];
    const [otherStarts, otherOperands] = [other.#operandStarts, other.#operands];
    for (let i = 1; i <= count; i++) starts[node + i] = otherStarts[first + i] + start - from;
    if (places === undefined) operands.set(otherOperands.subarray(from, to), start);
    else for (let i = from; i < to; i++) operands[start + i - from] = places[otherOperands[i]];
    for (let i = 0; i < count; i++) {
      const place = other.#places[first + i];
      this.#places[node + i] = place === plain ? plain : this.#takeOver(other, place, node + i);
    }
    this.#elements += count;
    this.#length += count;
  }

  /** What there is to know of a node of another program that is no plain scalar; its place here. */
  #takeOver(other: Program, place: number, node: NodeId): number {
    if (place < plain) {
      const detail = { ...other.#details[turned(place)], node };
      this.#elements += sizeOf(detail.shape) - 1;
      this.#details.push(detail);
      return turned(this.#detailCount++);
    }
    if (this.#numberCount === this.#numbers.length) this.#numbers = longer(this.#numbers, 2 * this.#numberCount + 64);
    this.#numbers[this.#numberCount] = other.#numbers[place];
    return this.#numberCount++;
  }

  #append(code: number, operands: readonly NodeId[], place: number): NodeId {
    const node = this.#length;
    if (this.#shared > 0 && !this.#holds(code, operands, place)) this.#part();
    this.#length++;
    if (this.#shared > 0) return node;
    const start = this.#operandStarts[node];
    const end = start + operands.length;
    if (node === this.#codes.length) this.#makeRoomForNodes(node + 1);
    if (end > this.#operands.length) this.#operands = longer(this.#operands, 2 * end);
    for (let position = 0; position < operands.length; position++)
      this.#operands[start + position] = operands[position];
    this.#operandStarts[node + 1] = end;
    this.#codes[node] = code;
    this.#places[node] = place;
    return node;
  }

  /** Whether that is what stands next in the shared columns. */
  #holds(code: number, operands: readonly NodeId[], place: number): boolean {
    const node = this.#length;
    if (node === this.#shared || this.#codes[node] !== code || this.#places[node] !== place) return false;
    if (this.arity(node) !== operands.length) return false;
    for (let position = 0; position < operands.length; position++) {
      if (this.operand(node, position) !== operands[position]) return false;
    }
    return true;
  }

  /** From here on this is another program than the earlier one. */
  #part(): void {
    const node = this.#length;
    const room = this.#shared + 256;
    this.#codes = longer(this.#codes.subarray(0, node), room);
    this.#places = longer(this.#places.subarray(0, node), room);
    const operandRoom = this.#operandStarts[this.#shared] + 512;
    this.#operands = longer(this.#operands.subarray(0, this.#operandStarts[node]), operandRoom);
    this.#operandStarts = longer(this.#operandStarts.subarray(0, node + 1), room + 1);
    if (!this.#hasOwnNumbers) this.#numbers = this.#numbers.slice();
    this.#details = this.#details.slice(0, this.#detailCount);
    this.#shared = 0;
    this.#hasOwnNumbers = true;
    this.#hasOwnDetails = true;
  }

  #makeRoomForNodes(count: number): void {
    this.#codes = longer(this.#codes, 2 * count);
    this.#places = longer(this.#places, 2 * count);
    this.#operandStarts = longer(this.#operandStarts, 2 * count + 1);
  }
}

const constantCode = codeOf(constant);

type Column = Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** An array of a length with the same beginning. */
function longer<C extends Column>(column: C, length: number): C {
  const copy = new (column.constructor as new (length: number) => C)(length);
  copy.set(column);
  return copy;
}

function areSame(one: Detail, other: Detail): boolean {
  return sameShape(one.shape, other.shape) && sameAttributes(one.attributes, other.attributes);
}
