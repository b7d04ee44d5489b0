/** What of a program is drawn when nothing is folded: its components, in the order of the program, each a node of it. */

import type { NodeId } from '../engine/ir/program.ts';
import { reshape } from '../engine/operators/layout/shaping.ts';
import { slice } from '../engine/operators/layout/slicing.ts';
import { constantNumber, leaf } from '../engine/operators/leaves.ts';
import type { Model } from '../language/lowering/model.ts';
import { isNaming, type Naming } from '../language/syntax/tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export class Circuit {
  /** The node that each component shows, in ascending order. */
  readonly nodes: Int32Array;
  /** What the gradients are of; undefined without an objective. */
  readonly root: NodeId | undefined;
  readonly #model: Model;
  /** By node the component that shows it; −1 where none does. */
  readonly #components: Int32Array;
  /** By node, the statement that names it. */
  readonly #naming: readonly (Naming | undefined)[];

  constructor({ tree, model }: Snapshot) {
    this.#model = model;
    this.root = model.objective?.gradient.root;
    const naming = new Array<Naming | undefined>(model.program.length);
    for (const statement of tree.statements) {
      const node = isNaming(statement) ? model.statementNodes[statement.index] : -1;
      if (isNaming(statement) && node >= 0) naming[node] = statement;
    }
    this.#naming = naming;
    this.#components = this.#drawn();
    this.nodes = this.#numbered();
  }

  get length(): number {
    return this.nodes.length;
  }

  /** The component that shows a node, or undefined. */
  componentOf(node: NodeId): number | undefined {
    const component = this.#components[node] ?? -1;
    return component < 0 ? undefined : component;
  }

  /** The statement of the file that a node stands for. */
  namingOf(node: NodeId): Naming | undefined {
    return this.#naming[node];
  }

  /** The nodes that a component is computed from, in order: behind an index those of the slice. */
  consumerOf(component: number): NodeId {
    const node = this.nodes[component];
    return this.#sliceBehind(node) ?? node;
  }

  /** Whether a component is computed from others. */
  isFed(component: number): boolean {
    const { program } = this.#model;
    const consumer = this.consumerOf(component);
    if (this.isLeaf(consumer)) return false;
    return program.operands(consumer).some((operand) => this.componentOf(operand) !== undefined);
  }

  /** Whether a node is a value that can be set from outside: what it starts from is not drawn. */
  isLeaf(node: NodeId): boolean {
    return this.#model.program.operator(node) === leaf;
  }

  /** A number that is written into its consumer's symbol; undefined for what is drawn. */
  writtenNumber(node: NodeId): number | undefined {
    return this.#naming[node] ? undefined : constantNumber(this.#model.program, node);
  }

  /** For each node 0 where it is shown, else −1: what has a name, and what that is computed from. */
  #drawn(): Int32Array {
    const { program, params } = this.#model;
    const drawn = new Int32Array(program.length).fill(-1);
    for (const { node } of params) drawn[node] = 0;
    if (this.root !== undefined) drawn[this.root] = 0;
    for (let node = drawn.length - 1; node >= 0; node--) {
      if (this.#naming[node]) drawn[node] = 0;
      if (drawn[node] < 0 || this.isLeaf(node)) continue;
      for (let position = 0; position < program.arity(node); position++) {
        const operand = program.operand(node, position);
        if (this.writtenNumber(operand) === undefined && operand !== this.#model.draw) drawn[operand] = 0;
      }
    }
    return drawn;
  }

  /** Numbers the components in place, and lists the node of each. */
  #numbered(): Int32Array {
    const nodes: NodeId[] = [];
    for (let node = 0; node < this.#components.length; node++) {
      if (this.#components[node] < 0) continue;
      const inner = this.#sliceBehind(node);
      if (inner === undefined) nodes.push(node);
      // One index makes both, so both are one component.
      else nodes[nodes.length - 1] = node;
      this.#components[node] = nodes.length - 1;
    }
    return Int32Array.from(nodes);
  }

  /** The slice that is one index with a reshape: an axis on which a place is picked is gone in a second step. */
  #sliceBehind(node: NodeId): NodeId | undefined {
    const { program, origins } = this.#model;
    if (program.operator(node) !== reshape) return undefined;
    const operand = program.operand(node, 0);
    const isOne = operand === node - 1 && program.operator(operand) === slice && !this.#naming[operand];
    return isOne && origins.expressionAt(node) === origins.expressionAt(operand) ? operand : undefined;
  }
}
