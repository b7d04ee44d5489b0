/**
 * Layout of a graph, the entry point of this folder: levels are laid out from the inside out, then wires are routed.
 */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { type Adjacency, adjacencyOf } from './adjacency.ts';
import { type Box, layOutBox, type Point, type Rectangle, translate } from './box.ts';
import type { YPositions } from './layOutLayers.ts';
import { type LayoutContext, type LevelLayout, layOutLevel } from './layOutLevel.ts';
import { levelsOf, type Port, portKey } from './levels.ts';
import { wireNumberWidths } from './wireNumberWidths.ts';

export interface Placement {
  /** The top left corner of each node's box. */
  readonly nodes: readonly Point[];
  readonly boxes: readonly Box[];
  readonly groups: readonly Rectangle[];
  /** Each wire's points, from the end of its source's numbers to the tip of its arrow. */
  readonly wires: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
  readonly yPositions: YPositions;
}

/**
 * Equal structures get equal placements, except that the vertical order of the previous layout is kept.
 * @param previousPositions the positions in the placement of an older text of the same file.
 */
export function layOutGraph(structure: GraphStructure, previousPositions: YPositions = new Map()): Placement {
  const adjacency = adjacencyOf(structure);
  const { incoming } = adjacency;
  const boxes = layOutBoxes(structure, adjacency);
  const inlets = structure.wires.map(({ to }, wire) => boxes[to]!.inlets[incoming[to]!.indexOf(wire)]!);
  const { levels, innermostFirst, pieces } = levelsOf(structure);
  const levelLayouts: LevelLayout[] = [];
  const context: LayoutContext = {
    structure,
    boxes,
    inlets,
    straightRuns: wireNumberWidths(structure, adjacency),
    previousPositions,
    levelLayouts,
  };
  for (const level of innermostFirst) levelLayouts[level] = layOutLevel(levels[level]!, level, context);

  const nodes: Point[] = [];
  const groups: Point[] = [];
  const contentOrigins: Point[] = [];
  for (const level of innermostFirst.toReversed()) {
    const contentOrigin = translate(groups[level] ?? { x: 0, y: 0 }, levelLayouts[level]!.contentOrigin);
    contentOrigins[level] = contentOrigin;
    levels[level]!.children.forEach(({ kind, index }, childIndex) => {
      const corners = kind === 'node' ? nodes : groups;
      corners[index] = translate(levelLayouts[level]!.children[childIndex]!, contentOrigin);
    });
  }
  const portPosition = (port: Port): Point => {
    switch (port.kind) {
      case 'outlet':
        return translate(boxes[port.node]!.outlet, nodes[port.node]!);
      case 'inlet':
        return translate(inlets[port.wire]!, nodes[structure.wires[port.wire]!.to]!);
      default:
        return translate(levelLayouts[port.group]!.ports.get(portKey(port))!, groups[port.group]!);
    }
  };
  const wires = structure.wires.map(({ from }, wire) =>
    removeCollinearPoints([
      portPosition({ kind: 'outlet', node: from }),
      ...pieces[wire]!.flatMap(({ level, segment }) => [
        ...levelLayouts[level]!.bends[segment]!.map((bend) => translate(bend, contentOrigins[level]!)),
        portPosition(levels[level]!.segments[segment]!.to),
      ]),
    ]),
  );
  const outermostLayout = levelLayouts.at(-1)!;
  return {
    nodes,
    boxes,
    groups: structure.groups.map((_, index) => ({ ...groups[index]!, ...levelLayouts[index]!.frame })),
    wires,
    yPositions: new Map(levelLayouts.flatMap(({ yPositions }) => [...yPositions])),
    ...outermostLayout.frame,
  };
}

/**
 * Key of everything that affects the layout: with equal keys, placements are equal and indices denote the same nodes.
 */
export function computeLayoutKey(structure: GraphStructure): string {
  const { nodes, groups, wires } = structure;
  return JSON.stringify([
    layOutBoxes(structure, adjacencyOf(structure)),
    nodes.map(({ id, kind, parent }) => [id, kind, parent]),
    groups.map(({ id, label, parent }) => [id, label, parent]),
    wires,
  ]);
}

function layOutBoxes({ nodes }: GraphStructure, { incoming }: Adjacency): readonly Box[] {
  return nodes.map((node, index) => layOutBox(node, incoming[index]!.length));
}

/** Drops points on a straight horizontal line between their neighbors. */
function removeCollinearPoints(points: readonly Point[]): readonly Point[] {
  return points.filter(({ y }, index) => {
    const [previous, next] = [points[index - 1], points[index + 1]];
    return !previous || !next || Math.abs(previous.y - y) > 0.5 || Math.abs(next.y - y) > 0.5;
  });
}
