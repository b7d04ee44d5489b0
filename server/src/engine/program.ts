/**
 * The intermediate representation: a list of nodes in order, each an operator over earlier nodes, with a shape. The
 * forward pass and the reverse pass are both written in it. Nodes are only ever appended.
 */

import { type Attributes, isEmpty, type Operator } from './operator.ts';
import { isMismatch, type Shape } from './shape.ts';

/** A node's place in its program. */
export type NodeId = number;

/** What a node is apart from its operands: scalar nodes of one operator are alike in it, and share it. */
interface Kind {
  readonly operator: Operator;
  readonly shape: Shape;
  readonly attributes: Attributes;
}

const noOperands: readonly NodeId[] = [];
const noAttributes: Attributes = {};

/** Kept in columns: the garbage collector moves a few large arrays at no cost, but not thousands of nodes. */
export class Program {
  readonly #kinds: Kind[] = [];
  readonly #sharedKinds = new Map<Operator, Kind>();
  /** The operands of all nodes, one after another. */
  #operands = new Int32Array(256);
  /** Where the operands of each node begin, and after the last node, where those of the next one will. */
  #operandStarts = new Int32Array(256);

  /** How many nodes there are. */
  get length(): number {
    return this.#kinds.length;
  }

  operator(node: NodeId): Operator {
    return this.#kinds[node].operator;
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
    return this.#kinds[node].shape;
  }

  attributes(node: NodeId): Attributes {
    return this.#kinds[node].attributes;
  }

  /** Where the operands of a node begin when all operands of the program are listed one after another. */
  operandStart(node: NodeId): number {
    return this.#operandStarts[node];
  }

  /**
   * Appends a node and infers its shape.
   * @throws Error when the operands don't fit; text that a user wrote is checked with the operator's `shape` beforehand.
   */
  add(operator: Operator, operands: readonly NodeId[] = noOperands, attributes: Attributes = noAttributes): NodeId {
    const shape = operator.shape(
      operands.map((operand) => this.#kinds[operand].shape),
      attributes,
    );
    if (isMismatch(shape)) throw new Error(`${operator.name}: ${shape.mismatch}`);
    const node = this.length;
    const start = this.#operandStarts[node];
    const end = start + operands.length;
    this.#operands = withRoom(this.#operands, end);
    this.#operandStarts = withRoom(this.#operandStarts, node + 2);
    for (let position = 0; position < operands.length; position++)
      this.#operands[start + position] = operands[position];
    this.#operandStarts[node + 1] = end;
    this.#kinds.push(this.#kindOf(operator, shape, attributes));
    return node;
  }

  #kindOf(operator: Operator, shape: Shape, attributes: Attributes): Kind {
    if (shape.length > 0 || !isEmpty(attributes)) return { operator, shape, attributes };
    const known = this.#sharedKinds.get(operator);
    if (known) return known;
    const kind = { operator, shape, attributes };
    this.#sharedKinds.set(operator, kind);
    return kind;
  }
}

/** The array itself, or if it is shorter than that, one of at least that length with the same beginning. */
function withRoom(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= array.length) return array;
  const longer = new Int32Array(Math.max(length, 2 * array.length));
  longer.set(array);
  return longer;
}
