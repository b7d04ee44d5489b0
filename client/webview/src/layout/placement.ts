/** Where everything lies: what ELK answered, in the order of the structure, with the wires on from where ELK ends them. */

import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { GraphStructure } from '../../../../server/src/protocol/graph.ts';
import { type Box, boxOf, moved, type Point, type Rectangle } from './box.ts';
import { elkName } from './elkGraph.ts';
import { endsOf } from './ends.ts';

export interface Placement {
  /** The upper left corner of each node's box. */
  readonly nodes: readonly Point[];
  readonly boxes: readonly Box[];
  readonly groups: readonly Rectangle[];
  /** Each wire from the end of the numbers of its source to the tip of its arrow, through these points. */
  readonly wires: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
}

export function placementOf(structure: GraphStructure, laidOut: ElkNode): Placement {
  const { entering } = endsOf(structure);
  const boxes = structure.nodes.map((node, place) => boxOf(node, entering[place]!.length));
  const rectangles = rectanglesOf(laidOut);
  const nodes = structure.nodes.map((_, place) => rectangles.get(elkName.node(place)) ?? nowhere);
  const tips = new Map(
    entering.flatMap((wires, place) =>
      wires.map((wire, index) => [wire, moved(boxes[place]!.inlets[index]!, nodes[place]!)]),
    ),
  );
  const bends = new Map(laidOut.edges?.map(({ id, sections }) => [id, sections?.[0]?.bendPoints ?? []]));
  return {
    nodes,
    boxes,
    groups: structure.groups.map((_, place) => rectangles.get(elkName.group(place)) ?? nowhere),
    wires: structure.wires.map(({ from }, place) => [
      moved(boxes[from]!.outlet, nodes[from]!),
      ...(bends.get(elkName.wire(place)) ?? []),
      tips.get(place) ?? nowhere,
    ]),
    width: laidOut.width ?? 0,
    height: laidOut.height ?? 0,
  };
}

const nowhere: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

function rectanglesOf(laidOut: ElkNode): ReadonlyMap<string, Rectangle> {
  const rectangles = new Map<string, Rectangle>();
  const open = [...(laidOut.children ?? [])];
  for (let node = open.pop(); node; node = open.pop()) {
    const { id, x = 0, y = 0, width = 0, height = 0, children = [] } = node;
    rectangles.set(id, { x, y, width, height });
    open.push(...children);
  }
  return rectangles;
}
