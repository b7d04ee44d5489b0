/**
 * Layout of a graph, the entry point of this folder: levels are laid out from the inside out, then wires are routed.
 */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { type Arrangement, type Direction, defaultArrangement, orientPoint } from './arrangement.ts';
import { type Box, type Point, type Rectangle, translate } from './box.ts';
import type { YPositions } from './layers/layOutLayers.ts';
import { layOutBox } from './layOutBox.ts';
import { type LayoutContext, type LevelLayout, layOutLevel } from './layOutLevel.ts';
import { levelsOf, type Port, portKey } from './levels.ts';
import { type Adjacency, adjacencyOf } from './wires/adjacency.ts';
import { leftNumberWidths, wireNumberLengths } from './wires/wireNumberWidths.ts';

export interface Placement {
  readonly arrangement: Arrangement;
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
 * Equal structures get equal placements, except that the order across of the previous layout is kept.
 * @param previousPositions the positions in the placement of an older text of the same file, in the same direction.
 */
export function layOutGraph(
  structure: GraphStructure,
  previousPositions: YPositions = new Map(),
  arrangement: Arrangement = defaultArrangement,
): Placement {
  const { direction } = arrangement;
  const adjacency = adjacencyOf(structure);
  const { incoming } = adjacency;
  const straightRuns = wireNumberLengths(structure, adjacency, arrangement);
  const boxes = layOutBoxes(structure, adjacency, arrangement);
  const inlets = structure.wires.map(({ to }, wire) => boxes[to]!.inlets[incoming[to]!.indexOf(wire)]!);
  const { levels, innermostFirst, pieces } = levelsOf(structure);
  const levelLayouts: LevelLayout[] = [];
  const context: LayoutContext = {
    structure,
    arrangement,
    boxes,
    inlets,
    straightRuns,
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
    removeCollinearPoints(
      [
        portPosition({ kind: 'outlet', node: from }),
        ...pieces[wire]!.flatMap(({ level, segment }) => [
          ...levelLayouts[level]!.bends[segment]!.map((bend) => translate(bend, contentOrigins[level]!)),
          portPosition(levels[level]!.segments[segment]!.to),
        ]),
      ],
      direction,
    ),
  );
  const outermostLayout = levelLayouts.at(-1)!;
  return {
    arrangement,
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
export function computeLayoutKey(structure: GraphStructure, arrangement = defaultArrangement): string {
  const { nodes, groups, wires } = structure;
  return JSON.stringify([
    arrangement,
    layOutBoxes(structure, adjacencyOf(structure), arrangement),
    nodes.map(({ id, kind, parent }) => [id, kind, parent]),
    groups.map(({ id, label, parent }) => [id, label, parent]),
    wires,
  ]);
}

function layOutBoxes(structure: GraphStructure, adjacency: Adjacency, arrangement: Arrangement): readonly Box[] {
  const leftWidths = leftNumberWidths(structure, adjacency, arrangement);
  return structure.nodes.map((node, index) =>
    layOutBox(node, adjacency.incoming[index]!.length, arrangement, leftWidths[index]),
  );
}

/** Drops points on a straight line in the direction of the wires between their neighbors. */
function removeCollinearPoints(points: readonly Point[], direction: Direction): readonly Point[] {
  const across = points.map((point) => orientPoint(point, direction).y);
  return points.filter((_, index) => {
    const [previous, y, next] = [across[index - 1], across[index]!, across[index + 1]];
    return previous === undefined || next === undefined || Math.abs(previous - y) > 0.5 || Math.abs(next - y) > 0.5;
  });
}
