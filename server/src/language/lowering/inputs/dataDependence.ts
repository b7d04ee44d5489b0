/** Dependence of nodes on data, on params, and on draws and calls whose value depends on the mode. */

import type { NodeId, Program } from '../../../engine/ir/program.ts';
import { leaf } from '../../../engine/operators/identities.ts';
import type { ModeDependentCalls } from './modeDependentCalls.ts';
import type { ParamList } from './paramList.ts';

/** Bits of a mark. */
const data = 1;
const param = 2;
const step = 4;

export class DataDependence {
  readonly #program: Program;
  readonly #params: ParamList;
  readonly #modeDependentCalls: ModeDependentCalls;
  readonly #dataNodes = new Set<NodeId>();
  /** The tensors whose sizes some constants are, by these constants. */
  readonly #sizes = new Map<NodeId, NodeId>();
  #marks = new Uint8Array(0);
  #markedCount = 0;

  constructor(program: Program, params: ParamList, modeDependentCalls: ModeDependentCalls) {
    this.#program = program;
    this.#params = params;
    this.#modeDependentCalls = modeDependentCalls;
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

  /** True if the value depends on the mode or on a draw. */
  changesWithSteps(node: NodeId): boolean {
    return (this.#mark(node) & step) !== 0;
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
      return this.#params.indexOf(node) === undefined ? 0 : param;
    }
    const tensor = this.#sizes.get(node);
    if (tensor !== undefined) return this.#marks[tensor] & ~step;
    const isDrawn = program.operator(node).distribution !== undefined;
    let mark = isDrawn || this.#modeDependentCalls.has(node) ? step : 0;
    for (let i = 0; i < program.arity(node); i++) mark |= this.#marks[program.operand(node, i)];
    return mark;
  }
}
