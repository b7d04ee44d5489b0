/** A graph by nesting level: the children and links of each expanded group and of the outermost level. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';

/** The end of a link: a node's outlet, a node's inlet by wire, or a port where a value crosses a group's border. */
export type Port =
  | { readonly kind: 'outlet'; readonly node: number }
  | { readonly kind: 'inlet'; readonly wire: number }
  | { readonly kind: 'in' | 'out'; readonly group: number; readonly node: number };

export interface Segment {
  readonly from: Port;
  readonly to: Port;
}

/** A node or an expanded group, by index. */
export interface Child {
  readonly kind: 'node' | 'group';
  readonly index: number;
}

export interface Level {
  /** In program order. */
  readonly children: readonly Child[];
  /** Nodes whose values enter through the left border, and those whose values leave through the right one. */
  readonly incomingNodes: ReadonlySet<number>;
  readonly outgoingNodes: ReadonlySet<number>;
  readonly segments: readonly Segment[];
}

/** A reference to a segment of a level, as part of a wire. */
export interface WirePiece {
  readonly level: number;
  readonly segment: number;
}

export interface Levels {
  /** One level per group, by index, and the outermost one at the end. */
  readonly levels: readonly Level[];
  /** Levels by depth, the deepest first. */
  readonly innermostFirst: readonly number[];
  /** For each wire, its segments from source to consumer. */
  readonly pieces: readonly (readonly WirePiece[])[];
}

export function levelsOf({ nodes, groups, wires }: GraphStructure): Levels {
  const outermost = groups.length;
  const groupIndices = new Map(groups.map(({ id }, index) => [id, index]));
  const levelIndexOf = (parent: string | null) =>
    parent === null ? outermost : (groupIndices.get(parent) ?? outermost);
  const parentLevels = groups.map(({ parent }) => levelIndexOf(parent));
  const levels = Array.from({ length: outermost + 1 }, () => new LevelBuilder());

  const visited = new Set<number>([outermost]);
  nodes.forEach(({ parent }, index) => {
    const level = levelIndexOf(parent);
    for (let group = level; !visited.has(group); group = parentLevels[group]!) {
      visited.add(group);
      levels[parentLevels[group]!]!.children.push({ kind: 'group', index: group });
    }
    levels[level]!.children.push({ kind: 'node', index });
  });

  const ancestorPath = (level: number): readonly number[] => {
    const path: number[] = [];
    for (let group = level; group !== outermost; group = parentLevels[group]!) path.push(group);
    return path;
  };
  const pieces = wires.map(({ from, to }, wire): readonly WirePiece[] => {
    const [sourcePath, targetPath] = [
      ancestorPath(levelIndexOf(nodes[from]!.parent)),
      ancestorPath(levelIndexOf(nodes[to]!.parent)),
    ];
    const exitedGroups = sourcePath.filter((group) => !targetPath.includes(group));
    const enteredGroups = targetPath.filter((group) => !sourcePath.includes(group)).reverse();
    const commonLevel = sourcePath.find((group) => targetPath.includes(group)) ?? outermost;
    const ports: Port[] = [
      { kind: 'outlet', node: from },
      ...exitedGroups.map((group) => ({ kind: 'out', group, node: from }) as const),
      ...enteredGroups.map((group) => ({ kind: 'in', group, node: from }) as const),
      { kind: 'inlet', wire },
    ];
    for (const group of exitedGroups) levels[group]!.outgoingNodes.add(from);
    for (const group of enteredGroups) levels[group]!.incomingNodes.add(from);
    return [...exitedGroups, commonLevel, ...enteredGroups].map((level, index) => ({
      level,
      segment: levels[level]!.segmentIndexOf(ports[index]!, ports[index + 1]!),
    }));
  });
  const depths = levels.map((_, level) => ancestorPath(level).length);
  const innermostFirst = Array.from(levels.keys()).sort((a, b) => depths[b]! - depths[a]!);
  return { levels, innermostFirst, pieces };
}

class LevelBuilder implements Level {
  readonly children: Child[] = [];
  readonly incomingNodes = new Set<number>();
  readonly outgoingNodes = new Set<number>();
  readonly segments: Segment[] = [];
  readonly #segmentIndices = new Map<string, number>();

  /** Wires from one source share a segment across a border. */
  segmentIndexOf(from: Port, to: Port): number {
    const key = `${portKey(from)} ${portKey(to)}`;
    const existing = this.#segmentIndices.get(key);
    if (existing !== undefined) return existing;
    this.#segmentIndices.set(key, this.segments.length);
    return this.segments.push({ from, to }) - 1;
  }
}

export function portKey(port: Port): string {
  switch (port.kind) {
    case 'outlet':
      return `outlet ${port.node}`;
    case 'inlet':
      return `inlet ${port.wire}`;
    default:
      return `${port.kind} ${port.group} ${port.node}`;
  }
}
