/** Where everything of a graph lies: each level is put in layers, from the innermost groups outwards, and the wires go through all. */

import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import { type Box, boxOf, moved, type Point, type Rectangle } from './box.ts';
import { type Ends, endsOf } from './ends.ts';
import type { Heights } from './layers.ts';
import { type Laid, layOut, type Sizes } from './layout.ts';
import { keyOf, levelsOf, type Port } from './levels.ts';
import { ownNumbersOf } from './numberWidths.ts';

export interface Placement {
  /** The upper left corner of each node's box. */
  readonly nodes: readonly Point[];
  readonly boxes: readonly Box[];
  readonly groups: readonly Rectangle[];
  /** Each wire from the end of the numbers of its source to the tip of its arrow, through these points. */
  readonly wires: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
  readonly heights: Heights;
}

/**
 * Equal structures lie equally, but for the order from top to bottom, which is kept from what was drawn before.
 * @param before in the placement of an earlier text of the same file.
 */
export function placementOf(structure: GraphStructure, before: Heights = new Map()): Placement {
  const ends = endsOf(structure);
  const { entering } = ends;
  const boxes = boxesOf(structure, ends);
  const inlets = structure.wires.map(({ to }, wire) => boxes[to]!.inlets[entering[to]!.indexOf(wire)]!);
  const { levels, fromInside, pieces } = levelsOf(structure);
  const laid: Laid[] = [];
  const sizes: Sizes = {
    structure,
    boxes,
    inlets,
    runs: ownNumbersOf(structure, ends),
    before,
    laid,
  };
  for (const level of fromInside) laid[level] = layOut(levels[level]!, level, sizes);

  const nodes: Point[] = [];
  const groups: Point[] = [];
  const insides: Point[] = [];
  for (const level of fromInside.toReversed()) {
    const inside = moved(groups[level] ?? { x: 0, y: 0 }, laid[level]!.inside);
    insides[level] = inside;
    levels[level]!.children.forEach(({ kind, place }, child) => {
      const corners = kind === 'node' ? nodes : groups;
      corners[place] = moved(laid[level]!.children[child]!, inside);
    });
  }
  const pointOf = (port: Port): Point => {
    switch (port.kind) {
      case 'outlet':
        return moved(boxes[port.node]!.outlet, nodes[port.node]!);
      case 'inlet':
        return moved(inlets[port.wire]!, nodes[structure.wires[port.wire]!.to]!);
      default:
        return moved(laid[port.group]!.ports.get(keyOf(port))!, groups[port.group]!);
    }
  };
  const wires = structure.wires.map(({ from }, wire) =>
    straightened([
      pointOf({ kind: 'outlet', node: from }),
      ...pieces[wire]!.flatMap(({ level, segment }) => [
        ...laid[level]!.bends[segment]!.map((bend) => moved(bend, insides[level]!)),
        pointOf(levels[level]!.segments[segment]!.to),
      ]),
    ]),
  );
  const outermost = laid.at(-1)!;
  return {
    nodes,
    boxes,
    groups: structure.groups.map((_, place) => ({ ...groups[place]!, ...laid[place]!.frame })),
    wires,
    heights: new Map(laid.flatMap(({ heights }) => [...heights])),
    ...outermost.frame,
  };
}

/** All that is laid out: where keys are equal, the placements are, and a place means the same node. */
export function layoutKeyOf(structure: GraphStructure): string {
  const { nodes, groups, wires } = structure;
  return JSON.stringify([
    boxesOf(structure, endsOf(structure)),
    nodes.map(({ id, kind, parent }) => [id, kind, parent]),
    groups.map(({ id, label, parent }) => [id, label, parent]),
    wires,
  ]);
}

function boxesOf({ nodes }: GraphStructure, { entering }: Ends): readonly Box[] {
  return nodes.map((node, place) => boxOf(node, entering[place]!.length));
}

/** Without the points on a level line from the one before to the one after. */
function straightened(points: readonly Point[]): readonly Point[] {
  return points.filter(({ y }, place) => {
    const [before, after] = [points[place - 1], points[place + 1]];
    return !before || !after || Math.abs(before.y - y) > 0.5 || Math.abs(after.y - y) > 0.5;
  });
}
