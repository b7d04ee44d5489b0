/** The wires of a graph: from each output of a drawn item to the operands that use it. */

import type { GraphWire } from '../../../protocol/panel/graph.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import type { WireValue } from './displayGraph.ts';
import type { DrawnItems } from './drawnItems.ts';
import type { ExpandedGraph } from './expandedGraph.ts';
import { endOf, type Group, type Item, startOf } from './groups.ts';

type Use = WireValue['uses'][number];

const noNodes: ReadonlySet<NodeId> = new Set();

export class WireBuilder {
  readonly wires: GraphWire[] = [];
  readonly wireValues: WireValue[] = [];
  readonly #program: Program;
  readonly #expandedGraph: ExpandedGraph;
  readonly #drawnItems: DrawnItems;
  /** For each collapsed group, by index, its nodes that are used outside it. */
  readonly #takenNodes = new Map<number, Set<NodeId>>();

  constructor(program: Program, expandedGraph: ExpandedGraph, drawnItems: DrawnItems) {
    this.#program = program;
    this.#expandedGraph = expandedGraph;
    this.#drawnItems = drawnItems;
    drawnItems.drawnItems.forEach(({ item }, nodeIndex) => {
      if (typeof item === 'number') this.#wireVertex(item, nodeIndex);
      else this.#wireGroup(item, nodeIndex);
    });
  }

  /** The nodes of a collapsed group that are used outside it. */
  nodesTakenFrom(nodeIndex: number): ReadonlySet<NodeId> {
    return this.#takenNodes.get(nodeIndex) ?? noNodes;
  }

  #wireVertex(vertex: number, nodeIndex: number): void {
    for (const { node, use, from } of this.#incoming(vertex, nodeIndex)) {
      this.#add(node, { from, to: nodeIndex, operandIndex: use.operandIndex }, [use]);
    }
  }

  /** Uses of the same output within a group share a wire. */
  #wireGroup(group: Group, nodeIndex: number): void {
    const incoming = new Map<NodeId, { from: number; uses: Use[] }>();
    for (const { node, use, from } of this.#incoming(group, nodeIndex)) {
      const existing = incoming.get(node);
      if (existing) existing.uses.push(use);
      else incoming.set(node, { from, uses: [use] });
    }
    let inputIndex = 0;
    for (const [node, { from, uses }] of incoming) {
      this.#add(node, { from, to: nodeIndex, operandIndex: inputIndex++ }, uses.sort(byReverseOrder));
    }
  }

  /** The operands of an item that are shown elsewhere, with the index of the node that shows each. */
  *#incoming(item: Item, nodeIndex: number): Generator<{ node: NodeId; use: Use; from: number }> {
    for (let vertex = startOf(item); vertex < endOf(item); vertex++) {
      const consumer = this.#expandedGraph.consumerOf(vertex);
      if (this.#expandedGraph.isLeaf(consumer)) continue;
      for (let operandIndex = 0; operandIndex < this.#program.arity(consumer); operandIndex++) {
        const node = this.#program.operand(consumer, operandIndex);
        const source = this.#expandedGraph.vertexOf(node);
        const from = source === undefined ? nodeIndex : this.#drawnItems.itemIndexByVertex[source];
        if (from !== nodeIndex) yield { node, use: { consumer, operandIndex }, from };
      }
    }
  }

  #add(node: NodeId, wire: GraphWire, uses: readonly Use[]): void {
    this.wires.push(wire);
    this.wireValues.push({ node, uses });
    if (typeof this.#drawnItems.drawnItems[wire.from].item === 'number') return;
    const takenNodes = this.#takenNodes.get(wire.from);
    if (takenNodes) takenNodes.add(node);
    else this.#takenNodes.set(wire.from, new Set([node]));
  }
}

/** The order in which the engine accumulates gradients: the last consumer first, and its operands in order. */
function byReverseOrder(a: Use, b: Use): number {
  return b.consumer - a.consumer || a.operandIndex - b.operandIndex;
}
