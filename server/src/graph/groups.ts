/**
 * The groups of an expanded graph: one for each call of a function and each gradient expression. If too many items remain
 * ungrouped, statements become groups, and then chunks of consecutive items.
 */

import type { Statement } from '../language/syntax/ast.ts';
import { partitionPoint } from '../language/text/partitionPoint.ts';
import type { ExpandedGraph } from './expandedGraph.ts';
import type { ProvenanceTable } from './provenance.ts';

/** A graph of up to this many items needs no further groups. */
export const maxUngroupedItems = 300;

/** Items in a chunk. */
const chunkLength = 10;

/** Up to this many chunks are not grouped into chunks of a higher level. */
const maxChunks = 50;

export type GroupKey =
  /** An inlined region, by its index in the program. */
  | { readonly kind: 'region'; readonly region: number }
  /** All items of one statement of the file. */
  | { readonly kind: 'statement'; readonly statement: Statement }
  /** Consecutive items, within another group or at the top level. Chunks of level 0 contain no other chunks. */
  | {
      readonly kind: 'chunk';
      readonly parent?: GroupKey | undefined;
      /** The first vertex of the list that was divided into chunks. */
      readonly firstVertex: number;
      readonly level: number;
      readonly index: number;
    };

/** A vertex, by its index, or a group. */
export type Item = number | Group;

/** The vertices from `start` up to and excluding `end`. */
export interface Group {
  readonly key: GroupKey;
  readonly start: number;
  readonly end: number;
  readonly items: readonly Item[];
}

/** The top-level items. */
export function groupsOf(expandedGraph: ExpandedGraph, provenanceTable: ProvenanceTable): readonly Item[] {
  const { items, groups } = groupByRegion(expandedGraph, provenanceTable);
  for (const group of groups) group.items = groupIntoChunks(group.items, group.key);
  if (items.length <= maxUngroupedItems) return items;
  return groupIntoChunks(groupByStatement(items, provenanceTable));
}

interface OpenGroup extends Group {
  items: Item[];
}

function groupByRegion(
  expandedGraph: ExpandedGraph,
  provenanceTable: ProvenanceTable,
): { items: Item[]; groups: readonly OpenGroup[] } {
  const items: Item[] = [];
  const groups: OpenGroup[] = [];
  const openGroups: OpenGroup[] = [];
  let nextRegion = 0;
  for (let vertex = 0; vertex < expandedGraph.length; vertex++) {
    while (openGroups.length > 0 && openGroups.at(-1)!.end <= vertex) openGroups.pop();
    for (
      ;
      nextRegion < provenanceTable.regions.length &&
      provenanceTable.regions[nextRegion].first <= expandedGraph.programNodes[vertex];
      nextRegion++
    ) {
      const { source, end: endNode } = provenanceTable.regions[nextRegion];
      const end = partitionPoint(expandedGraph.programNodes, (node) => node >= endNode);
      if (source.kind === 'const' || end <= vertex) continue;
      const group: OpenGroup = { key: { kind: 'region', region: nextRegion }, start: vertex, end, items: [] };
      (openGroups.at(-1)?.items ?? items).push(group);
      groups.push(group);
      openGroups.push(group);
    }
    (openGroups.at(-1)?.items ?? items).push(vertex);
  }
  return { items, groups };
}

/** Groups the items of a statement that has several. */
function groupByStatement(items: readonly Item[], provenanceTable: ProvenanceTable): Item[] {
  const groupedItems: Item[] = [];
  for (let first = 0; first < items.length; ) {
    const statement = provenanceTable.owningStatement(startOf(items[first]));
    let last = first + 1;
    while (last < items.length && provenanceTable.owningStatement(startOf(items[last])) === statement) last++;
    const statementItems = items.slice(first, last);
    const key = statement && ({ kind: 'statement', statement } as const);
    if (key && statementItems.length > 1) groupedItems.push(createGroup(key, groupIntoChunks(statementItems, key)));
    else for (const item of statementItems) groupedItems.push(item);
    first = last;
  }
  return groupedItems;
}

/** Divides a long list of items into chunks, and a long list of chunks into chunks of chunks. */
function groupIntoChunks(items: Item[], parent?: GroupKey): Item[] {
  if (items.length <= maxUngroupedItems) return items;
  const firstVertex = startOf(items[0]);
  let levelItems = items;
  for (let level = 0; level === 0 || levelItems.length > maxChunks; level++) {
    const chunks: Item[] = [];
    for (let first = 0; first < levelItems.length; first += chunkLength) {
      const chunk = levelItems.slice(first, first + chunkLength);
      chunks.push(
        chunk.length === 1
          ? chunk[0]
          : createGroup({ kind: 'chunk', parent, firstVertex, level, index: chunks.length }, chunk),
      );
    }
    levelItems = chunks;
  }
  return levelItems;
}

function createGroup(key: GroupKey, items: readonly Item[]): Group {
  return { key, start: startOf(items[0]), end: endOf(items.at(-1)!), items };
}

export function startOf(item: Item): number {
  return typeof item === 'number' ? item : item.start;
}

export function endOf(item: Item): number {
  return typeof item === 'number' ? item + 1 : item.end;
}
