/**
 * The intermediate representation: a list of nodes in order, each an operator over earlier nodes, with a shape. The
 * forward pass and the reverse pass are both written in it. Nodes are only ever appended.
 */

import type { Attributes, Operator } from './operator.ts';
import { isMismatch, type Shape } from './shape.ts';

/** A node's place in its program. */
export type NodeId = number;

const noOperands: readonly NodeId[] = [];
const noAttributes: Attributes = {};

/** A column for each thing that is known of a node: few large arrays are moved by the garbage collector at no cost, thousands of nodes are not. */
export class Program {
  readonly #operators: Operator[] = [];
  readonly #shapes: Shape[] = [];
  readonly #attributes: Attributes[] = [];
  /** The operands of all nodes, one after another, and where those of each node begin. */
  readonly #operands: NodeId[] = [];
  readonly #operandStart: number[] = [0];

  /** How many nodes there are. */
  get length(): number {
    return this.#operators.length;
  }

  operator(node: NodeId): Operator {
    return this.#operators[node];
  }

  operands(node: NodeId): readonly NodeId[] {
    return this.#operands.slice(this.#operandStart[node], this.#operandStart[node + 1]);
  }

  arity(node: NodeId): number {
    return this.#operandStart[node + 1] - this.#operandStart[node];
  }

  operand(node: NodeId, position: number): NodeId {
    return this.#operands[this.#operandStart[node] + position];
  }

  shape(node: NodeId): Shape {
    return this.#shapes[node];
  }

  attributes(node: NodeId): Attributes {
    return this.#attributes[node];
  }

  /** Where the operands of a node begin when all operands of the program are listed one after another. */
  operandStart(node: NodeId): number {
    return this.#operandStart[node];
  }

  /**
   * Appends a node and infers its shape.
   * @throws Error when the operands don't fit; text that a user wrote is checked with the operator's `shape` beforehand.
   */
  add(operator: Operator, operands: readonly NodeId[] = noOperands, attributes: Attributes = noAttributes): NodeId {
    const shape = operator.shape(
      operands.map((operand) => this.#shapes[operand]),
      attributes,
    );
    if (isMismatch(shape)) throw new Error(`${operator.name}: ${shape.mismatch}`);
    this.#operators.push(operator);
    this.#shapes.push(shape);
    this.#attributes.push(attributes);
    for (const operand of operands) this.#operands.push(operand);
    this.#operandStart.push(this.#operands.length);
    return this.length - 1;
  }
}
