/** Lays out one level of a graph: its nodes, its open groups with what is in them, and where wires pass its border. */

import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import type { Box, Point } from './box.ts';
import { type End, type Heights, type Item, inLayers } from './layers.ts';
import { keyOf, type Level, type Port } from './levels.ts';
import { widthOf } from './text.ts';

/** A level that is laid out. */
export interface Laid {
  /** How large it is with its border. */
  readonly frame: { readonly width: number; readonly height: number };
  /** The corner of what it holds, in its own coordinates. All that follows is seen from that corner, but for the ports. */
  readonly inside: Point;
  /** The upper left corner of each child. */
  readonly children: readonly Point[];
  /** Of each segment, the points in between. */
  readonly bends: readonly (readonly Point[])[];
  /** Where wires pass its border, by the key of a port, in its own coordinates. */
  readonly ports: ReadonlyMap<string, Point>;
  readonly heights: Heights;
}

/** What is known of what a level may hold. */
export interface Sizes {
  readonly structure: GraphStructure;
  readonly boxes: readonly Box[];
  /** Of each wire, in the box of its consumer. */
  readonly inlets: readonly Point[];
  /** Of each wire, the length of its level piece at its end. */
  readonly runs: readonly number[];
  /** Before an edit. */
  readonly before: Heights;
  /** The levels inside, by the places of their groups. */
  readonly laid: readonly Laid[];
}

/** What is free around what an open group holds, and how high its label is. */
const padding = 14;
const header = 26;
/** Beside the label, for the button that folds. */
const besideLabel = 60;
const point = { width: 0, height: 0 };

/** @param place of the group whose level it is; of the outermost one, what is no group's. */
export function layOut(level: Level, place: number, { structure, boxes, inlets, runs, before, laid }: Sizes): Laid {
  const [ins, outs] = [Array.from(level.ins), Array.from(level.outs)];
  const nameOf = (port: Port): string => {
    const node = structure.nodes[port.kind === 'inlet' ? structure.wires[port.wire]!.from : port.node]!.id;
    return 'group' in port ? `${port.kind} ${structure.groups[port.group]!.id} ${node}` : `${port.kind} ${node}`;
  };
  const items: readonly Item[] = [
    ...ins.map((node): Item => ({ name: nameOf({ kind: 'in', group: place, node }), ...point, border: 'left' })),
    ...level.children.map(({ kind, place: child }): Item => {
      const { width, height } = kind === 'node' ? boxes[child]! : laid[child]!.frame;
      // A folded group has the id that it has as an open one.
      return { name: (kind === 'node' ? structure.nodes : structure.groups)[child]!.id, width, height };
    }),
    ...outs.map((node): Item => ({ name: nameOf({ kind: 'out', group: place, node }), ...point, border: 'right' })),
  ];
  const itemOf = new Map<string, number>([
    ...ins.map((node, at) => [keyOf({ kind: 'in', group: place, node }), at] as const),
    ...level.children.map(({ kind, place: child }, at) => [`${kind} ${child}`, at + ins.length] as const),
    ...outs.map((node, at) => [keyOf({ kind: 'out', group: place, node }), at + items.length - outs.length] as const),
  ]);
  const endOf = (port: Port): End => {
    switch (port.kind) {
      case 'outlet':
        return { item: itemOf.get(`node ${port.node}`)!, y: boxes[port.node]!.outlet.y };
      case 'inlet':
        return { item: itemOf.get(`node ${structure.wires[port.wire]!.to}`)!, y: inlets[port.wire]!.y };
      default:
        if (port.group === place) return { item: itemOf.get(keyOf(port))!, y: 0 };
        return { item: itemOf.get(`group ${port.group}`)!, y: laid[port.group]!.ports.get(keyOf(port))!.y };
    }
  };
  const { corners, bends, width, height, heights } = inLayers(
    items,
    level.segments.map(({ from, to }) => ({
      from: endOf(from),
      to: endOf(to),
      name: nameOf(from),
      run: to.kind === 'inlet' ? runs[to.wire]! : 0,
    })),
    before,
  );
  const group = structure.groups[place];
  const inside = group ? { x: padding, y: padding + header } : { x: 0, y: 0 };
  const frame = {
    width: Math.max(width + 2 * inside.x, group ? widthOf(group.label) + besideLabel : 0),
    height: height + inside.y + inside.x,
  };
  const portAt = (item: number, x: number): Point => ({ x, y: corners[item]!.y + inside.y });
  return {
    frame,
    inside,
    children: corners.slice(ins.length, items.length - outs.length),
    bends,
    heights,
    ports: new Map([
      ...ins.map((node, at) => [keyOf({ kind: 'in', group: place, node }), portAt(at, 0)] as const),
      ...outs.map((node, at) => {
        const item = at + items.length - outs.length;
        return [keyOf({ kind: 'out', group: place, node }), portAt(item, frame.width)] as const;
      }),
    ]),
  };
}
