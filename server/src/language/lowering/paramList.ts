/** The params of a model, in order. Those whose statements were taken over are put into words when somebody asks: at a key hardly anybody does. */

import type { NodeId } from '../../engine/ir/program.ts';
import { firstWhere } from '../base/partitionPoint.ts';
import type { Definition, Tree } from '../syntax/tree.ts';
import type { Param } from './model.ts';

export class ParamList {
  /** They ascend, as params come after one another in the program too. */
  readonly nodes: NodeId[] = [];
  /** The params that the text doesn't hold. */
  readonly unwritten: Param[] = [];
  readonly #tree: Tree;
  /** Of those that were taken over the places of their statements. */
  readonly #params: (Param | number)[] = [];
  #all: readonly Param[] = [];

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  get length(): number {
    return this.nodes.length;
  }

  get all(): readonly Param[] {
    if (this.#all.length < this.length) this.#all = this.#params.map((_, i) => this.at(i));
    return this.#all;
  }

  at(i: number): Param {
    const param = this.#params[i];
    if (typeof param === 'object') return param;
    const statement = this.#tree.at(param) as Definition;
    const made = { name: statement.name.name, node: this.nodes[i], statement, source: statement };
    this.#params[i] = made;
    return made;
  }

  nameAt(i: number): string {
    const param = this.#params[i];
    return typeof param === 'object' ? param.name : this.#tree.nameAt(param)!;
  }

  push(param: Param): void {
    this.nodes.push(param.node);
    this.#params.push(param);
    if (param.source === undefined) this.unwritten.push(param);
  }

  /** The param whose statement, which the text holds, stands at a place of the file. */
  pushAt(place: number, node: NodeId): void {
    this.nodes.push(node);
    this.#params.push(place);
  }

  /** The place of a node among the params; undefined where it is none. */
  placeOf(node: NodeId): number | undefined {
    const place = firstWhere(this.nodes, (other) => other >= node);
    return this.nodes[place] === node ? place : undefined;
  }
}
