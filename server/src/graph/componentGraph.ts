/** What of a program is drawn when nothing is folded: its components, in the order of the program, each a node of it. */

import type { NodeId } from '../engine/ir/program.ts';
import { reshape } from '../engine/operators/layout/shaping.ts';
import { slice } from '../engine/operators/layout/slicing.ts';
import { constantValue, leaf } from '../engine/operators/leaves.ts';
import type { Model } from '../language/lowering/model.ts';
import { isValueDefinition, type ValueDefinition } from '../language/syntax/nodes.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export class ComponentGraph {
  /** The node that each component shows, in ascending order. */
  readonly nodes: Int32Array;
  /** What the gradients are of; undefined without an objective. */
  readonly root: NodeId | undefined;
  readonly #model: Model;
  /** By node the component that shows it; −1 where none does. */
  readonly #components: Int32Array;
  /** By node, the statement that names it. */
  readonly #namedStatements: readonly (ValueDefinition | undefined)[];

  constructor({ tree, model }: Snapshot) {
    this.#model = model;
    this.root = model.objective?.gradient.root;
    const namedStatements = new Array<ValueDefinition | undefined>(model.program.length);
    for (const statement of tree.statements) {
      const node = isValueDefinition(statement) ? model.statementNodes[statement.id] : -1;
      if (isValueDefinition(statement) && node >= 0) namedStatements[node] = statement;
    }
    this.#namedStatements = namedStatements;
    this.#components = this.#markVisible();
    this.nodes = this.#numberComponents();
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
  namedStatementOf(node: NodeId): ValueDefinition | undefined {
    return this.#namedStatements[node];
  }

  /** The nodes that a component is computed from, in order: behind an index those of the slice. */
  consumerOf(component: number): NodeId {
    const node = this.nodes[component];
    return this.#sliceBeforeReshape(node) ?? node;
  }

  /** Whether a component is computed from others. */
  hasInputs(component: number): boolean {
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
  inlineNumber(node: NodeId): number | undefined {
    return this.#namedStatements[node] ? undefined : constantValue(this.#model.program, node);
  }

  /** For each node 0 where it is shown, else −1: what has a name, and what that is computed from. */
  #markVisible(): Int32Array {
    const { program, params } = this.#model;
    const visible = new Int32Array(program.length).fill(-1);
    for (const { node } of params) visible[node] = 0;
    if (this.root !== undefined) visible[this.root] = 0;
    for (let node = visible.length - 1; node >= 0; node--) {
      if (this.#namedStatements[node]) visible[node] = 0;
      if (visible[node] < 0 || this.isLeaf(node)) continue;
      for (let position = 0; position < program.arity(node); position++) {
        const operand = program.operand(node, position);
        if (this.inlineNumber(operand) === undefined && operand !== this.#model.drawCounter) visible[operand] = 0;
      }
    }
    return visible;
  }

  /** Numbers the components in place, and lists the node of each. */
  #numberComponents(): Int32Array {
    const nodes: NodeId[] = [];
    for (let node = 0; node < this.#components.length; node++) {
      if (this.#components[node] < 0) continue;
      const sliceNode = this.#sliceBeforeReshape(node);
      if (sliceNode === undefined) nodes.push(node);
      // One index makes both, so both are one component.
      else nodes[nodes.length - 1] = node;
      this.#components[node] = nodes.length - 1;
    }
    return Int32Array.from(nodes);
  }

  /** The slice that is one index with a reshape: an axis on which a place is picked is gone in a second step. */
  #sliceBeforeReshape(node: NodeId): NodeId | undefined {
    const { program, sourceMap } = this.#model;
    if (program.operator(node) !== reshape) return undefined;
    const operand = program.operand(node, 0);
    const isSingleIndex =
      operand === node - 1 && program.operator(operand) === slice && !this.#namedStatements[operand];
    return isSingleIndex && sourceMap.expressionIndexOf(node) === sourceMap.expressionIndexOf(operand)
      ? operand
      : undefined;
  }
}
