/** Appends nodes to a program after checking shapes and limits; a failed check gives a problem instead of a node. */

import type { Attributes, Operator } from '../../engine/ir/operator.ts';
import { type NodeId, Program } from '../../engine/ir/program.ts';
import { isMismatch, type Shape, sizeOf } from '../../engine/ir/shape.ts';
import { constantNode, constantValue, identity, leaf } from '../../engine/operators/leaves.ts';
import { limits } from '../limits.ts';
import { type Problem, problem } from '../problems/problems.ts';
import type { Range } from '../text/lines.ts';

/** The node of an expression, or the reason why it has none: a problem, or undefined if an operand has none. */
export type NodeResult = NodeId | Problem | undefined;

/** The inputs of a random operator. */
export interface RandomSource {
  readonly draw: NodeId;
  readonly seed: number;
}

/** The failure to lower a statement, with the result of the expression that has no node. */
export interface LoweringFailure {
  readonly cause: Exclude<NodeResult, NodeId>;
}

const noAttributes: Attributes = {};

export class CheckedBuilder {
  readonly program: Program;
  /** The number of reads beyond the values that a statement names: a folded constant, a draw, a call. */
  externalReads = 0;
  #draw: NodeId | undefined;
  #seedCount = 0;
  /** The folded constants of the nodes so far. */
  readonly #constants: (number | undefined)[] = [];

  /** @param like a program that this one is about as long as. */
  constructor(like?: Program) {
    this.program = new Program(like);
  }

  add(range: Range, operator: Operator, operands: readonly NodeId[], attributes = noAttributes): NodeResult {
    const shape = this.program.shapeOf(operator, operands, attributes);
    if (isMismatch(shape)) return problem('shape-mismatch', range, shape.mismatch);
    const elements = this.program.elementCount + sizeOf(shape);
    if (elements > limits.elements) return problem('too-many-elements', range, elements);
    if (this.program.length >= limits.programNodes) return problem('too-many-nodes', range, false);
    return this.program.add(operator, operands, attributes);
  }

  /** The node that counts the draws of random operators; undefined where there are none. */
  get draw(): NodeId | undefined {
    return this.#draw;
  }

  /** The draw that all random operators share, and a seed that no other one has. */
  createRandomSource(): RandomSource {
    this.externalReads++;
    this.#draw ??= this.program.add(leaf, [constantNode(this.program, 0)]);
    // Seeds that the text gives are not negative, so this one is none of them.
    return { draw: this.#draw, seed: -++this.#seedCount };
  }

  shape(node: NodeId): Shape {
    return this.program.shape(node);
  }

  /** The number that a node is whatever the params and the data are; undefined where it depends on them, or is a tensor. */
  constantValue(node: NodeId): number | undefined {
    const literal = constantValue(this.program, node);
    if (literal !== undefined) return literal;
    this.externalReads++;
    while (this.#constants.length <= node) this.#constants.push(this.#foldConstant(this.#constants.length));
    return this.#constants[node];
  }

  /** A number from those of the nodes before it. */
  #foldConstant(node: NodeId): number | undefined {
    const { program } = this;
    const operator = program.operator(node);
    if (operator === identity) return this.#constants[program.operand(node, 0)];
    if (operator.kind !== 'elementwise' || program.shape(node).length > 0) return constantValue(program, node);
    const values: number[] = [];
    for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
      const value = this.#constants[program.operand(node, operandIndex)];
      if (value === undefined) return undefined;
      values.push(value);
    }
    const [a, b = 0, c = 0] = values;
    return operator.forward(a, b, c);
  }
}
