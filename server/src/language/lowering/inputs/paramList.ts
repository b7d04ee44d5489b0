/** The params of a model, in order. Those of reused statements are created on demand. */

import type { NodeId } from '../../../engine/ir/program.ts';
import type { Definition } from '../../syntax/ast.ts';
import type { Tree } from '../../syntax/tree/tree.ts';
import { partitionPoint } from '../../text/partitionPoint.ts';
import type { Param } from '../model.ts';

export class ParamList {
  /** In ascending order, which is that of the params. */
  readonly nodes: NodeId[] = [];
  /** The params outside the text. */
  readonly outsideText: Param[] = [];
  readonly #tree: Tree;
  /** A reused param is represented by the index of its statement until it is needed. */
  readonly #params: (Param | number)[] = [];
  #all: readonly Param[] = [];

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  get length(): number {
    return this.nodes.length;
  }

  get all(): readonly Param[] {
    if (this.#all.length < this.length) this.#all = this.#params.map((_, index) => this.at(index));
    return this.#all;
  }

  at(index: number): Param {
    const param = this.#params[index];
    if (typeof param === 'object') return param;
    const statement = this.#tree.at(param) as Definition;
    const created = { name: statement.name.name, node: this.nodes[index], statement, source: statement };
    this.#params[index] = created;
    return created;
  }

  nameAt(index: number): string {
    const param = this.#params[index];
    return typeof param === 'object' ? param.name : this.#tree.nameAt(param)!;
  }

  push(param: Param): void {
    this.nodes.push(param.node);
    this.#params.push(param);
    if (param.source === undefined) this.outsideText.push(param);
  }

  /** Adds the param of a reused statement. */
  pushReused(index: number, node: NodeId): void {
    this.nodes.push(node);
    this.#params.push(index);
  }

  /** The index of the param with this node; undefined if the node is not a param. */
  indexOf(node: NodeId): number | undefined {
    const index = partitionPoint(this.nodes, (other) => other >= node);
    return this.nodes[index] === node ? index : undefined;
  }
}
