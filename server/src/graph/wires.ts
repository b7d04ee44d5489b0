/** The wires of a graph: from each result that is seen to each operand that it becomes. */

import type { NodeId, Program } from '../engine/ir/program.ts';
import type { GraphWire } from '../protocol/panel/graph.ts';
import type { Circuit } from './components.ts';
import type { Flow } from './displayGraph.ts';
import { endOf, type Group, type Item, startOf } from './groups.ts';
import type { Placement } from './placement.ts';

type Use = Flow['uses'][number];

const nothing: ReadonlySet<NodeId> = new Set();

export class Wiring {
  readonly wires: GraphWire[] = [];
  readonly flows: Flow[] = [];
  readonly #program: Program;
  readonly #circuit: Circuit;
  readonly #placement: Placement;
  /** By place of a folded group, what others take from it. */
  readonly #taken = new Map<number, Set<NodeId>>();

  constructor(program: Program, circuit: Circuit, placement: Placement) {
    this.#program = program;
    this.#circuit = circuit;
    this.#placement = placement;
    placement.shown.forEach(({ item }, place) => {
      if (typeof item === 'number') this.#wireComponent(item, place);
      else this.#wireGroup(item, place);
    });
  }

  /** What others take from a folded group. */
  takenFrom(place: number): ReadonlySet<NodeId> {
    return this.#taken.get(place) ?? nothing;
  }

  #wireComponent(component: number, place: number): void {
    for (const { node, use, from } of this.#entering(component, place)) {
      this.#add(node, { from, to: place, position: use.position }, [use]);
    }
  }

  /** All that takes the same result in there shares a wire. */
  #wireGroup(group: Group, place: number): void {
    const entering = new Map<NodeId, { from: number; uses: Use[] }>();
    for (const { node, use, from } of this.#entering(group, place)) {
      const known = entering.get(node);
      if (known) known.uses.push(use);
      else entering.set(node, { from, uses: [use] });
    }
    let position = 0;
    for (const [node, { from, uses }] of entering) {
      this.#add(node, { from, to: place, position: position++ }, uses.sort(byReturn));
    }
  }

  /** What an item is computed from that is shown in other places than its own, and where. */
  *#entering(item: Item, place: number): Generator<{ node: NodeId; use: Use; from: number }> {
    for (let component = startOf(item); component < endOf(item); component++) {
      const consumer = this.#circuit.consumerOf(component);
      if (this.#circuit.isLeaf(consumer)) continue;
      for (let position = 0; position < this.#program.arity(consumer); position++) {
        const node = this.#program.operand(consumer, position);
        const source = this.#circuit.componentOf(node);
        const from = source === undefined ? place : this.#placement.placeOf[source];
        if (from !== place) yield { node, use: { consumer, position }, from };
      }
    }
  }

  #add(node: NodeId, wire: GraphWire, uses: readonly Use[]): void {
    this.wires.push(wire);
    this.flows.push({ node, uses });
    if (typeof this.#placement.shown[wire.from].item === 'number') return;
    const taken = this.#taken.get(wire.from);
    if (taken) taken.add(node);
    else this.#taken.set(wire.from, new Set([node]));
  }
}

/** In the order in which the engine adds up what flows back: from the last consumer, and of one from its first operand. */
function byReturn(a: Use, b: Use): number {
  return b.consumer - a.consumer || a.position - b.position;
}
