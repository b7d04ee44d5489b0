/** Layout of one level of a graph: its nodes, its expanded groups with their content, and the ports on its border. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { type Arrangement, orientPoint, orientSize, spacingOf } from './arrangement.ts';
import { type Box, type Point, textsBottom } from './box.ts';
import { type End, type Item, layOutLayers, type YPositions } from './layers/layOutLayers.ts';
import { type Level, type Port, portKey } from './levels.ts';
import { textWidth } from './text.ts';

/** The layout of a level. */
export interface LevelLayout {
  /** Size including the border. */
  readonly frame: { readonly width: number; readonly height: number };
  /** True if its layers are divided into the bands of the arrangement. */
  readonly isWrapped: boolean;
  /** Top left corner of the content in level coordinates. Everything below is relative to it, except the ports. */
  readonly contentOrigin: Point;
  /** The top left corner of each child. */
  readonly children: readonly Point[];
  /** Inner points of each segment. */
  readonly bends: readonly (readonly Point[])[];
  /** Positions of ports on the border by key, in level coordinates. */
  readonly ports: ReadonlyMap<string, Point>;
  readonly yPositions: YPositions;
}

/** Input shared by all levels. */
export interface LayoutContext {
  readonly structure: GraphStructure;
  readonly arrangement: Arrangement;
  readonly boxes: readonly Box[];
  /** For each wire, its inlet in the consumer's box. */
  readonly inlets: readonly Point[];
  /** For each wire, the length of its final straight piece. */
  readonly straightRuns: readonly number[];
  /** Vertical positions before an edit. */
  readonly previousPositions: YPositions;
  /** Layouts of nested levels, by group index. */
  readonly levelLayouts: readonly LevelLayout[];
}

/** Room beside the label for the collapse button. */
const toggleButtonWidth = 60;
/** An expanded group of this many children wraps, instead of the graph around it. */
const minWrappedChildren = 16;
const portSize = { width: 0, height: 0 };

/** @param levelIndex index of the group; for the outermost level, one past the last group. */
export function layOutLevel(
  level: Level,
  levelIndex: number,
  { structure, arrangement, boxes, inlets, straightRuns, previousPositions, levelLayouts }: LayoutContext,
): LevelLayout {
  const { direction } = arrangement;
  const isOutermost = levelIndex === structure.groups.length;
  const isWrapped =
    level.children.length >= minWrappedChildren || (isOutermost && !levelLayouts.some((nested) => nested.isWrapped));
  const spacing = spacingOf(arrangement);
  const acrossOf = (point: Point): number => orientPoint(point, direction).y;
  const [incomingNodes, outgoingNodes] = [Array.from(level.incomingNodes), Array.from(level.outgoingNodes)];
  const stableName = (port: Port): string => {
    const node = structure.nodes[port.kind === 'inlet' ? structure.wires[port.wire]!.from : port.node]!.id;
    return 'group' in port ? `${port.kind} ${structure.groups[port.group]!.id} ${node}` : `${port.kind} ${node}`;
  };
  const items: readonly Item[] = [
    ...incomingNodes.map(
      (node): Item => ({ name: stableName({ kind: 'in', group: levelIndex, node }), ...portSize, border: 'left' }),
    ),
    ...level.children.map(({ kind, index: childIndex }): Item => {
      const size = kind === 'node' ? boxes[childIndex]! : levelLayouts[childIndex]!.frame;
      // A collapsed group keeps the id that it has when expanded.
      return {
        name: (kind === 'node' ? structure.nodes : structure.groups)[childIndex]!.id,
        ...orientSize(size, direction),
      };
    }),
    ...outgoingNodes.map(
      (node): Item => ({ name: stableName({ kind: 'out', group: levelIndex, node }), ...portSize, border: 'right' }),
    ),
  ];
  const itemIndices = new Map<string, number>([
    ...incomingNodes.map((node, index) => [portKey({ kind: 'in', group: levelIndex, node }), index] as const),
    ...level.children.map(
      ({ kind, index: childIndex }, index) => [`${kind} ${childIndex}`, index + incomingNodes.length] as const,
    ),
    ...outgoingNodes.map(
      (node, index) =>
        [portKey({ kind: 'out', group: levelIndex, node }), index + items.length - outgoingNodes.length] as const,
    ),
  ]);
  const endpointOf = (port: Port): End => {
    switch (port.kind) {
      case 'outlet':
        return { item: itemIndices.get(`node ${port.node}`)!, y: acrossOf(boxes[port.node]!.outlet) };
      case 'inlet':
        return { item: itemIndices.get(`node ${structure.wires[port.wire]!.to}`)!, y: acrossOf(inlets[port.wire]!) };
      default:
        if (port.group === levelIndex) return { item: itemIndices.get(portKey(port))!, y: 0 };
        return {
          item: itemIndices.get(`group ${port.group}`)!,
          y: acrossOf(levelLayouts[port.group]!.ports.get(portKey(port))!),
        };
    }
  };
  const { corners, bends, yPositions, ...layeredSize } = layOutLayers(
    items,
    level.segments.map(({ from, to }) => ({
      from: endpointOf(from),
      to: endpointOf(to),
      name: stableName(from),
      straightRun: to.kind === 'inlet' ? straightRuns[to.wire]! : 0,
    })),
    previousPositions,
    spacing,
    isWrapped ? arrangement.bands : 1,
  );
  const group = structure.groups[levelIndex];
  const contentOrigin = group ? { x: spacing.padding, y: spacing.padding + spacing.header } : { x: 0, y: 0 };
  const { width, height } = orientSize(layeredSize, direction);
  const children = corners
    .slice(incomingNodes.length, items.length - outgoingNodes.length)
    .map((corner) => orientPoint(corner, direction));
  // Boxes with names alone do not include their numbers, which the last ones need room for.
  const overhanging = arrangement.density === 'names' ? level.children : [];
  const contentBottom = overhanging.reduce(
    (bottom, { kind, index }, child) =>
      kind === 'node' ? Math.max(bottom, children[child]!.y + textsBottom(boxes[index]!)) : bottom,
    height,
  );
  const frame = {
    width: Math.max(width + 2 * contentOrigin.x, group ? textWidth(group.label) + toggleButtonWidth : 0),
    height: contentBottom + contentOrigin.y + contentOrigin.x,
  };
  const [origin, far] = [contentOrigin, { x: frame.width, y: frame.height }].map((point) =>
    orientPoint(point, direction),
  );
  const portPosition = (itemIndex: number, along: number): Point =>
    orientPoint({ x: along, y: corners[itemIndex]!.y + origin!.y }, direction);
  return {
    frame,
    isWrapped,
    contentOrigin,
    children,
    bends: bends.map((points) => points.map((point) => orientPoint(point, direction))),
    yPositions,
    ports: new Map([
      ...incomingNodes.map(
        (node, index) => [portKey({ kind: 'in', group: levelIndex, node }), portPosition(index, 0)] as const,
      ),
      ...outgoingNodes.map((node, index) => {
        const itemIndex = index + items.length - outgoingNodes.length;
        return [portKey({ kind: 'out', group: levelIndex, node }), portPosition(itemIndex, far!.x)] as const;
      }),
    ]),
  };
}
