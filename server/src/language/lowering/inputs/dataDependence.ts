/** Dependence of nodes on data, on params, and on calls whose value depends on the mode. */

import type { NodeId, Program } from '../../../engine/ir/program.ts';
import { leaf } from '../../../engine/operators/identities.ts';

/** Bits of a mark. */
const data = 1;
const param = 2;
const mode = 4;

interface Modes {
  readonly isModeDependent: boolean;
  isDependentCall(node: NodeId): boolean;
}

export class DataDependence {
  readonly #program: Program;
  readonly #isParam: (node: NodeId) => boolean;
  readonly #modes: Modes;
  readonly #dataNodes = new Set<NodeId>();
  /** The tensors whose sizes some constants are, by these constants. */
  readonly #sizes = new Map<NodeId, NodeId>();
  #marks = new Uint8Array(0);
  #markedCount = 0;

  constructor(program: Program, isParam: (node: NodeId) => boolean, modes: Modes) {
    this.#program = program;
    this.#isParam = isParam;
    this.#modes = modes;
  }

  registerData(node: NodeId): void {
    this.#dataNodes.add(node);
  }

  /** Registers a constant that is a size of a tensor. */
  registerSize(node: NodeId, tensor: NodeId): void {
    this.#sizes.set(node, tensor);
  }

  dependsOnDataAlone(node: NodeId): boolean {
    return this.#dataNodes.size > 0 && (this.#mark(node) & (data | param)) === data;
  }

  dependsOnMode(node: NodeId): boolean {
    return this.#modes.isModeDependent && (this.#mark(node) & mode) !== 0;
  }

  #mark(node: NodeId): number {
    if (node >= this.#marks.length) {
      const marks = new Uint8Array(Math.max(2 * this.#marks.length, this.#program.length));
      marks.set(this.#marks);
      this.#marks = marks;
    }
    for (; this.#markedCount <= node; this.#markedCount++)
      this.#marks[this.#markedCount] = this.#markOf(this.#markedCount);
    return this.#marks[node];
  }

  #markOf(node: NodeId): number {
    const program = this.#program;
    if (program.operator(node) === leaf) {
      if (this.#dataNodes.has(node)) return data;
      return this.#isParam(node) ? param : 0;
    }
    const tensor = this.#sizes.get(node);
    if (tensor !== undefined) return this.#marks[tensor] & ~mode;
    let mark = this.#modes.isDependentCall(node) ? mode : 0;
    for (let i = 0; i < program.arity(node); i++) mark |= this.#marks[program.operand(node, i)];
    return mark;
  }
}
