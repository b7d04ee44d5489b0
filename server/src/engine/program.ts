/**
 * The intermediate representation: a list of nodes in order, each an operator over earlier nodes, with a shape. The
 * forward pass and the reverse pass are both written in it. Nodes are only ever appended.
 */

import type { Attributes, Operator } from './operator.ts';
import { isMismatch, type Shape } from './shape.ts';

/** A node's place in its program. */
export type NodeId = number;

interface Node {
  readonly operator: Operator;
  readonly operands: readonly NodeId[];
  readonly operandStart: number;
  readonly shape: Shape;
  readonly attributes: Attributes;
}

const noOperands: readonly NodeId[] = [];
const noAttributes: Attributes = {};

export class Program {
  readonly #nodes: Node[] = [];
  #operandCount = 0;

  /** How many nodes there are. */
  get length(): number {
    return this.#nodes.length;
  }

  operator(node: NodeId): Operator {
    return this.#nodes[node].operator;
  }

  operands(node: NodeId): readonly NodeId[] {
    return this.#nodes[node].operands;
  }

  arity(node: NodeId): number {
    return this.#nodes[node].operands.length;
  }

  operand(node: NodeId, position: number): NodeId {
    return this.#nodes[node].operands[position];
  }

  shape(node: NodeId): Shape {
    return this.#nodes[node].shape;
  }

  attributes(node: NodeId): Attributes {
    return this.#nodes[node].attributes;
  }

  /** Where the operands of a node begin when all operands of the program are listed one after another. */
  operandStart(node: NodeId): number {
    return node < this.length ? this.#nodes[node].operandStart : this.#operandCount;
  }

  /**
   * Appends a node and infers its shape.
   * @throws Error when the operands don't fit; text that a user wrote is checked with the operator's `shape` beforehand.
   */
  add(operator: Operator, operands: readonly NodeId[] = noOperands, attributes: Attributes = noAttributes): NodeId {
    const shape = operator.shape(
      operands.map((operand) => this.#nodes[operand].shape),
      attributes,
    );
    if (isMismatch(shape)) throw new Error(`${operator.name}: ${shape.mismatch}`);
    this.#nodes.push({ operator, operands, operandStart: this.#operandCount, shape, attributes });
    this.#operandCount += operands.length;
    return this.length - 1;
  }
}
