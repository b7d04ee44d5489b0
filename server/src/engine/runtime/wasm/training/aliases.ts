/** What a node reads: values that are only seen in another shape, or repeated, are read where they lie. */

import type { Operator } from '../../../ir/operator.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { type Shape, sameShape } from '../../../ir/shape.ts';
import { expand } from '../../../operators/layout/shaping.ts';
import { constant, leaf } from '../../../operators/leaves.ts';
import { renamings } from '../codegen/elementwise.ts';

/** A value as a node sees it. */
export interface Reading {
  /** Whose value lies there. */
  readonly node: NodeId;
  readonly shape: Shape;
}

const readInPlace: ReadonlySet<Operator> = new Set([...renamings, leaf]);

export class Readings {
  readonly #program: Program;
  readonly #held: ReadonlyMap<NodeId, unknown>;
  /** For each node the one in whose place its value lies. */
  readonly #places: Int32Array;

  /** @param held the leaves that are set from outside: any other is what it starts from. */
  constructor(program: Program, held: ReadonlyMap<NodeId, unknown>) {
    this.#program = program;
    this.#held = held;
    this.#places = new Int32Array(program.length);
    for (let node = 0; node < program.length; node++) {
      this.#places[node] = this.#isRenaming(node) ? this.#places[program.operand(node, 0)] : node;
    }
  }

  /** The node in whose place a node's value lies. */
  placeOf(node: NodeId): NodeId {
    return this.#places[node];
  }

  /** What an operator on whole tensors reads of an operand. */
  whole(operand: NodeId): Reading {
    return { node: this.#places[operand], shape: this.#program.shape(operand) };
  }

  /** What an elementwise operator reads: of a value that is repeated, what is repeated. */
  broadcast(operand: NodeId): Reading {
    const program = this.#program;
    const shape = program.shape(operand);
    for (let node = operand; ; node = program.operand(node, 0)) {
      if (program.operator(node) === expand && sameShape(program.shape(node), shape)) {
        return this.broadcast(program.operand(node, 0));
      }
      if (!this.#isRenaming(node)) return { node, shape };
    }
  }

  /** Whether its value is there before anything is computed. */
  isGiven(node: NodeId): boolean {
    return this.#held.has(node) || this.#program.operator(node) === constant;
  }

  #isRenaming(node: NodeId): boolean {
    return readInPlace.has(this.#program.operator(node)) && !this.#held.has(node);
  }
}
