/** Aliases: values that are only reshaped or repeated are read from the value they come from. */

import { constant } from '../../ir/constant.ts';
import type { Operator } from '../../ir/operator.ts';
import type { NodeId, Program } from '../../ir/program.ts';
import { type Shape, shapesEqual } from '../../ir/shape.ts';
import { leaf } from '../../operators/identities.ts';
import { expand } from '../../operators/shapes/shaping.ts';
import { viewOperators } from '../../runtime/wasm/codegen/elementwise.ts';

/** A value and the shape in which a node reads it. */
export interface AliasedOperand {
  /** The node that owns the value. */
  readonly node: NodeId;
  readonly shape: Shape;
}

const viewOrLeafOperators: ReadonlySet<Operator> = new Set([...viewOperators, leaf]);

export class Aliases {
  readonly #program: Program;
  readonly #pinned: ReadonlyMap<NodeId, unknown>;
  /** For each node, the node that owns its value. */
  readonly #bases: Int32Array;

  /** @param pinned the leaves set from outside; any other leaf aliases its operand. */
  constructor(program: Program, pinned: ReadonlyMap<NodeId, unknown>) {
    this.#program = program;
    this.#pinned = pinned;
    this.#bases = new Int32Array(program.length);
    for (let node = 0; node < program.length; node++) {
      this.#bases[node] = this.#isView(node) ? this.#bases[program.operand(node, 0)] : node;
    }
  }

  /** The node that owns a node's value. */
  baseOf(node: NodeId): NodeId {
    return this.#bases[node];
  }

  /** The operand as whole-tensor operators read it. */
  tensorOperand(operand: NodeId): AliasedOperand {
    return { node: this.#bases[operand], shape: this.#program.shape(operand) };
  }

  /** The operand as elementwise operators read it: before it is expanded, if it is. */
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

  /** True if the value is present before anything is computed. */
  isPreset(node: NodeId): boolean {
    return this.#pinned.has(node) || this.#program.operator(node) === constant;
  }

  #isView(node: NodeId): boolean {
    return viewOrLeafOperators.has(this.#program.operator(node)) && !this.#pinned.has(node);
  }
}
