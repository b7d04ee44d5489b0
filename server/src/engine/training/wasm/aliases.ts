/** What a node reads: values that are only seen in another shape, or repeated, are read where they lie. */

import { constant } from '../../ir/constant.ts';
import type { Operator } from '../../ir/operator.ts';
import type { NodeId, Program } from '../../ir/program.ts';
import { type Shape, shapesEqual } from '../../ir/shape.ts';
import { expand } from '../../operators/layout/shaping.ts';
import { leaf } from '../../operators/leaves.ts';
import { viewOperators } from '../../runtime/wasm/codegen/elementwise.ts';

/** A value as a node sees it. */
export interface AliasedOperand {
  /** Whose value lies there. */
  readonly node: NodeId;
  readonly shape: Shape;
}

const viewOrLeafOperators: ReadonlySet<Operator> = new Set([...viewOperators, leaf]);

export class Aliases {
  readonly #program: Program;
  readonly #pinned: ReadonlyMap<NodeId, unknown>;
  /** For each node the one in whose place its value lies. */
  readonly #bases: Int32Array;

  /** @param pinned the leaves that are set from outside: any other is what it starts from. */
  constructor(program: Program, pinned: ReadonlyMap<NodeId, unknown>) {
    this.#program = program;
    this.#pinned = pinned;
    this.#bases = new Int32Array(program.length);
    for (let node = 0; node < program.length; node++) {
      this.#bases[node] = this.#isView(node) ? this.#bases[program.operand(node, 0)] : node;
    }
  }

  /** The node in whose place a node's value lies. */
  baseOf(node: NodeId): NodeId {
    return this.#bases[node];
  }

  /** What an operator on whole tensors reads of an operand. */
  tensorOperand(operand: NodeId): AliasedOperand {
    return { node: this.#bases[operand], shape: this.#program.shape(operand) };
  }

  /** What an elementwise operator reads: of a value that is repeated, what is repeated. */
  broadcastOperand(operand: NodeId): AliasedOperand {
    const program = this.#program;
    const shape = program.shape(operand);
    for (let node = operand; ; node = program.operand(node, 0)) {
      if (program.operator(node) === expand && shapesEqual(program.shape(node), shape)) {
        return this.broadcastOperand(program.operand(node, 0));
      }
      if (!this.#isView(node)) return { node, shape };
    }
  }

  /** Whether its value is there before anything is computed. */
  isPreset(node: NodeId): boolean {
    return this.#pinned.has(node) || this.#program.operator(node) === constant;
  }

  #isView(node: NodeId): boolean {
    return viewOrLeafOperators.has(this.#program.operator(node)) && !this.#pinned.has(node);
  }
}
