/** Appends to the program what text asks for: where operands don't fit, or there is too much of it, a problem and no node. */

import type { Attributes, Operator } from '../../engine/ir/operator.ts';
import { type NodeId, Program } from '../../engine/ir/program.ts';
import { isMismatch, type Shape, sizeOf } from '../../engine/ir/shape.ts';
import { constantNumber, identity, leaf, number } from '../../engine/operators/leaves.ts';
import { limits } from '../base/limits.ts';
import type { Range } from '../base/lines.ts';
import { type Problem, problem } from '../problems/problems.ts';

/** Something has no node: because of the problem, or because something it uses has none. */
export type Unusable = Problem | undefined;

/** What a random operator draws with. */
export interface Drawing {
  readonly draw: NodeId;
  readonly seed: number;
}

/** What could not be made, and why. */
export interface Failure {
  readonly unusable: Unusable;
}

const noAttributes: Attributes = {};

export class Builder {
  readonly program: Program;
  /** How often more was asked for than the values that a statement names: a number that has to be worked out, a draw, a call. */
  reaches = 0;
  #draw: NodeId | undefined;
  #drawings = 0;
  /** What is known of each node up to the last one that was asked for. */
  readonly #known: (number | undefined)[] = [];

  /** @param like a program that this one is about as long as. */
  constructor(like?: Program) {
    this.program = new Program(like);
  }

  add(at: Range, operator: Operator, operands: readonly NodeId[], attributes = noAttributes): NodeId | Unusable {
    const shape = this.program.shapeOf(operator, operands, attributes);
    if (isMismatch(shape)) return problem('shape-mismatch', at, shape.mismatch);
    const elements = this.program.elements + sizeOf(shape);
    if (elements > limits.elements) return problem('too-many-elements', at, elements);
    if (this.program.length >= limits.nodes) return problem('too-many-nodes', at);
    return this.program.add(operator, operands, attributes);
  }

  /** Which draw the random operators of the model are at; undefined where it has none. */
  get draw(): NodeId | undefined {
    return this.#draw;
  }

  /** The draw that all random operators share, and a seed that no other one has. */
  drawing(): Drawing {
    this.reaches++;
    this.#draw ??= this.program.add(leaf, [number(this.program, 0)]);
    // Seeds that the text gives are not negative, so this one is none of them.
    return { draw: this.#draw, seed: -++this.#drawings };
  }

  shape(node: NodeId): Shape {
    return this.program.shape(node);
  }

  /** The number that a node is whatever the params and the data are; undefined where it depends on them, or is a tensor. */
  knownNumber(node: NodeId): number | undefined {
    const number = constantNumber(this.program, node);
    if (number !== undefined) return number;
    this.reaches++;
    while (this.#known.length <= node) this.#known.push(this.#workedOut(this.#known.length));
    return this.#known[node];
  }

  /** A number from those of the nodes before it. */
  #workedOut(node: NodeId): number | undefined {
    const { program } = this;
    const operator = program.operator(node);
    if (operator === identity) return this.#known[program.operand(node, 0)];
    if (operator.kind !== 'elementwise' || program.shape(node).length > 0) return constantNumber(program, node);
    const values: number[] = [];
    for (let position = 0; position < program.arity(node); position++) {
      const value = this.#known[program.operand(node, position)];
      if (value === undefined) return undefined;
      values.push(value);
    }
    const [a, b = 0, c = 0] = values;
    return operator.forward(a, b, c);
  }
}
