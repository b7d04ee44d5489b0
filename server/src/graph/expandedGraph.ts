/** The graph with every group expanded: its vertices, each a node of the program, in program order. */

import type { NodeId } from '../engine/ir/program.ts';
import { leaf } from '../engine/operators/identities.ts';
import { reshape } from '../engine/operators/shapes/shaping.ts';
import { slice } from '../engine/operators/shapes/slicing.ts';
import type { Model } from '../language/lowering/model.ts';
import { isValueDefinition, type ValueDefinition } from '../language/syntax/ast.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export class ExpandedGraph {
  /** The program node that each vertex shows, in ascending order. */
  readonly programNodes: Int32Array;
  /** The program node that is differentiated; undefined without an objective. */
  readonly root: NodeId | undefined;
  readonly #model: Model;
  /** The vertex that shows each node; −1 for none. */
  readonly #vertices: Int32Array;
  /** The statement that names each node. */
  readonly #namedStatements: readonly (ValueDefinition | undefined)[];

  constructor({ tree, model }: Snapshot) {
    this.#model = model;
    this.root = model.objective?.backwardPass.root;
    const namedStatements = new Array<ValueDefinition | undefined>(model.program.length);
    for (const statement of tree.statements) {
      const node = isValueDefinition(statement) ? model.statementNodes[statement.id] : -1;
      if (isValueDefinition(statement) && node >= 0) namedStatements[node] = statement;
    }
    this.#namedStatements = namedStatements;
    this.#vertices = this.#markVertices();
    this.programNodes = this.#numberVertices();
  }

  get length(): number {
    return this.programNodes.length;
  }

  /** The vertex that shows a node, or undefined. */
  vertexOf(node: NodeId): number | undefined {
    const vertex = this.#vertices[node] ?? -1;
    return vertex < 0 ? undefined : vertex;
  }

  /** The statement of the file whose value the node is. */
  namedStatementOf(node: NodeId): ValueDefinition | undefined {
    return this.#namedStatements[node];
  }

  /** The node whose operands a vertex is computed from; for an index that picks single elements, its slice. */
  consumerOf(vertex: number): NodeId {
    const node = this.programNodes[vertex];
    return this.#sliceBeforeReshape(node) ?? node;
  }

  hasInputs(vertex: number): boolean {
    return this.operandsOf(vertex).length > 0;
  }

  /** The vertices that a vertex is computed from. */
  operandsOf(vertex: number): readonly number[] {
    const consumer = this.consumerOf(vertex);
    if (this.isLeaf(consumer)) return [];
    return this.#model.program
      .operands(consumer)
      .map((operand) => this.vertexOf(operand))
      .filter((operand) => operand !== undefined);
  }

  isScalar(vertex: number): boolean {
    return this.#model.program.shape(this.programNodes[vertex]).length === 0;
  }

  /** True if a node is a value set from outside. The operands of a leaf, its initial values, are not drawn. */
  isLeaf(node: NodeId): boolean {
    return this.#model.program.operator(node) === leaf;
  }

  /** The value of a constant that is written into its consumer's symbol; undefined for a node that is drawn. */
  inlineNumber(node: NodeId): number | undefined {
    return this.#namedStatements[node] ? undefined : this.#model.program.constantValue(node);
  }

  /** Marks each node that becomes a vertex with 0, all others with −1: named nodes, and what they are computed from. */
  #markVertices(): Int32Array {
    const { program, params } = this.#model;
    const marks = new Int32Array(program.length).fill(-1);
    for (const { node } of params) marks[node] = 0;
    if (this.root !== undefined) marks[this.root] = 0;
    for (let node = marks.length - 1; node >= 0; node--) {
      if (this.#namedStatements[node]) marks[node] = 0;
      if (marks[node] < 0 || this.isLeaf(node)) continue;
      for (let position = 0; position < program.arity(node); position++) {
        const operand = program.operand(node, position);
        if (this.inlineNumber(operand) === undefined && operand !== this.#model.drawCounter) marks[operand] = 0;
      }
    }
    return marks;
  }

  /** Replaces the marks by vertex numbers, and lists the node of each vertex. */
  #numberVertices(): Int32Array {
    const nodes: NodeId[] = [];
    for (let node = 0; node < this.#vertices.length; node++) {
      if (this.#vertices[node] < 0) continue;
      const sliceNode = this.#sliceBeforeReshape(node);
      if (sliceNode === undefined) nodes.push(node);
      // One index expression makes both nodes, so they form one vertex.
      else nodes[nodes.length - 1] = node;
      this.#vertices[node] = nodes.length - 1;
    }
    return Int32Array.from(nodes);
  }

  /** The slice that forms one index with a reshape, which removes the axes where a single element is picked. */
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
