/** A graph level by level: of each open group, and of what is around all of them, what it holds and what is linked in it. */

import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';

/** What is linked: a node's outlet, an inlet of a node by its wire, or where the result of a node passes the border of a group. */
export type Port =
  | { readonly kind: 'outlet'; readonly node: number }
  | { readonly kind: 'inlet'; readonly wire: number }
  | { readonly kind: 'in' | 'out'; readonly group: number; readonly node: number };

export interface Segment {
  readonly from: Port;
  readonly to: Port;
}

/** A node or an open group, by its place. */
export interface Child {
  readonly kind: 'node' | 'group';
  readonly place: number;
}

export interface Level {
  /** In the order of the program. */
  readonly children: readonly Child[];
  /** The nodes whose results come in over the left border, and those whose results go out over the right one. */
  readonly ins: ReadonlySet<number>;
  readonly outs: ReadonlySet<number>;
  readonly segments: readonly Segment[];
}

/** A part of a wire: which segment of which level. */
export interface Piece {
  readonly level: number;
  readonly segment: number;
}

export interface Levels {
  /** One a group, by its place; and at last the outermost one. */
  readonly levels: readonly Level[];
  /** Each level after those that are in it. */
  readonly fromInside: readonly number[];
  /** For each wire, its parts from its source to its consumer. */
  readonly pieces: readonly (readonly Piece[])[];
}

export function levelsOf({ nodes, groups, wires }: GraphStructure): Levels {
  const outermost = groups.length;
  const places = new Map(groups.map(({ id }, place) => [id, place]));
  const levelOf = (parent: string | null) => (parent === null ? outermost : (places.get(parent) ?? outermost));
  const around = groups.map(({ parent }) => levelOf(parent));
  const levels = Array.from({ length: outermost + 1 }, () => new OpenLevel());

  const seen = new Set<number>([outermost]);
  nodes.forEach(({ parent }, place) => {
    const level = levelOf(parent);
    for (let group = level; !seen.has(group); group = around[group]!) {
      seen.add(group);
      levels[around[group]!]!.children.push({ kind: 'group', place: group });
    }
    levels[level]!.children.push({ kind: 'node', place });
  });

  const pathOf = (level: number): readonly number[] => {
    const path: number[] = [];
    for (let group = level; group !== outermost; group = around[group]!) path.push(group);
    return path;
  };
  const pieces = wires.map(({ from, to }, wire): readonly Piece[] => {
    const [sourcePath, targetPath] = [pathOf(levelOf(nodes[from]!.parent)), pathOf(levelOf(nodes[to]!.parent))];
    const leaving = sourcePath.filter((group) => !targetPath.includes(group));
    const entering = targetPath.filter((group) => !sourcePath.includes(group)).reverse();
    const common = sourcePath.find((group) => targetPath.includes(group)) ?? outermost;
    const ports: Port[] = [
      { kind: 'outlet', node: from },
      ...leaving.map((group) => ({ kind: 'out', group, node: from }) as const),
      ...entering.map((group) => ({ kind: 'in', group, node: from }) as const),
      { kind: 'inlet', wire },
    ];
    for (const group of leaving) levels[group]!.outs.add(from);
    for (const group of entering) levels[group]!.ins.add(from);
    return [...leaving, common, ...entering].map((level, place) => ({
      level,
      segment: levels[level]!.segmentBetween(ports[place]!, ports[place + 1]!),
    }));
  });
  const depths = levels.map((_, level) => pathOf(level).length);
  const fromInside = Array.from(levels.keys()).sort((a, b) => depths[b]! - depths[a]!);
  return { levels, fromInside, pieces };
}

class OpenLevel implements Level {
  readonly children: Child[] = [];
  readonly ins = new Set<number>();
  readonly outs = new Set<number>();
  readonly segments: Segment[] = [];
  readonly #places = new Map<string, number>();

  /** Wires of one source go over a border together: they share a segment there. */
  segmentBetween(from: Port, to: Port): number {
    const key = `${keyOf(from)} ${keyOf(to)}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.segments.length);
    return this.segments.push({ from, to }) - 1;
  }
}

export function keyOf(port: Port): string {
  switch (port.kind) {
    case 'outlet':
      return `outlet ${port.node}`;
    case 'inlet':
      return `inlet ${port.wire}`;
    default:
      return `${port.kind} ${port.group} ${port.node}`;
  }
}
