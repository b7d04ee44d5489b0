/** The calls of a program that have another value in evaluation mode than in training mode. */

import type { NodeId } from '../../../engine/ir/program.ts';

export class ModeDependentCalls {
  /** True if there is such a call so far, even if it has no node because of an error. */
  exist = false;
  readonly #nodes = new Set<NodeId>();

  /** Adds the node of a call, in either mode. */
  add(node: NodeId): void {
    this.#nodes.add(node);
  }

  has(node: NodeId): boolean {
    return this.#nodes.has(node);
  }
}
