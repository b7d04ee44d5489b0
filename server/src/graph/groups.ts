/**
 * The groups of an expanded graph: one for each call of a function, each gradient expression and each step of a block. If too many items remain
 * ungrouped, statements become groups together with the params that only they use, and then chunks of consecutive items.
 */

import type { Statement } from '../language/syntax/ast.ts';
import { partitionPoint } from '../language/text/partitionPoint.ts';
import type { ExpandedGraph } from './expandedGraph.ts';
import type { ProvenanceTable } from './provenance.ts';

/** A graph of up to this many items needs no further groups if the user has expanded everything. */
const maxUngroupedItems = 300;

/** A list of up to this many items is not divided into chunks. */
const maxListLength = 40;

/** Fewer calls of one function in a row are drawn one by one. */
const minRepeats = 3;

/** Items in a chunk. */
const chunkLength = 10;

/** A graph of up to this size opens expanded: about as many boxes as are legible at once, see `drawnSizeOf`. */
export const maxInitialSize = 40;

/** A tensor is larger than a number, as its shape and its numbers are longer. */
const tensorSize = 1.5;

export type GroupKey =
  /** An inlined region, by its index in the program. */
  | { readonly kind: 'region'; readonly region: number }
  /** All items of one statement of the file. */
  | { readonly kind: 'statement'; readonly statement: Statement }
  /** Calls of one function, each of the result of the one before, or steps of a block: by the region of the first. */
  | { readonly kind: 'repeat'; readonly region: number }
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

/** The vertices from `start` up to and excluding `end`, and the ones before that belong to it. */
export interface Group {
  readonly key: GroupKey;
  readonly start: number;
  readonly end: number;
  /** Params before `start` that only this group uses. */
  readonly ownParams: readonly number[];
  readonly items: readonly Item[];
}

/**
 * The top-level items.
 * @param isExpanded true if the user has expanded everything, so that a small graph needs no statements as groups.
 */
export function groupsOf(
  expandedGraph: ExpandedGraph,
  provenanceTable: ProvenanceTable,
  isExpanded: boolean,
): readonly Item[] {
  const { items, groups } = groupByRegion(expandedGraph, provenanceTable);
  const divide = (list: Item[], parent?: GroupKey): Item[] =>
    groupIntoChunks(isExpanded ? list : groupRepeats(list, expandedGraph, provenanceTable), parent);
  for (const group of groups) group.items = divide(group.items, group.key);
  const isSmall = isExpanded ? items.length <= maxUngroupedItems : drawnSizeOf(items, expandedGraph) <= maxInitialSize;
  if (isSmall) return isExpanded ? items : groupRepeats(items, expandedGraph, provenanceTable);
  return divide(groupByStatement(items, expandedGraph, provenanceTable));
}

/** The size of a list of items in boxes of a scalar. */
export function drawnSizeOf(items: Iterable<Item>, expandedGraph: ExpandedGraph): number {
  let size = 0;
  for (const item of items) size += typeof item === 'number' && expandedGraph.isScalar(item) ? 1 : tensorSize;
  return size;
}

/** Number of calls in a group of repeated ones. */
export function repeatCount({ items }: Group): number {
  return items.reduce<number>(
    (count, item) => count + (typeof item !== 'number' && item.key.kind === 'chunk' ? repeatCount(item) : 1),
    0,
  );
}

/** The region of the last call in a group of repeated ones. */
export function lastRegion(group: Group): number | undefined {
  const last = group.items.at(-1)!;
  if (typeof last === 'number') return undefined;
  return last.key.kind === 'region' ? last.key.region : lastRegion(last);
}

/** Number of vertices in a group. */
export function vertexCount({ start, end, ownParams }: Group): number {
  return end - start + ownParams.length;
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
      const group: OpenGroup = {
        key: { kind: 'region', region: nextRegion },
        start: vertex,
        end,
        ownParams: [],
        items: [],
      };
      (openGroups.at(-1)?.items ?? items).push(group);
      groups.push(group);
      openGroups.push(group);
    }
    (openGroups.at(-1)?.items ?? items).push(vertex);
  }
  return { items, groups };
}

/** Groups the items of a statement that has several, with the params that only it uses. */
function groupByStatement(
  items: readonly Item[],
  expandedGraph: ExpandedGraph,
  provenanceTable: ProvenanceTable,
): Item[] {
  const lists: { readonly statement: Statement | undefined; readonly items: Item[] }[] = [];
  for (const item of items) {
    const statement = provenanceTable.owningStatement(startOf(item));
    const last = lists.at(-1);
    if (last && last.statement === statement) last.items.push(item);
    else lists.push({ statement, items: [item] });
  }
  const isChunked = lists.length > maxListLength;
  const listByParam = isChunked ? new Map<number, number>() : findOwners(lists, expandedGraph, provenanceTable);
  return lists.flatMap(({ statement, items: statementItems }, index): Item[] => {
    const ownItems = statementItems.filter((item) => !listByParam.has(startOf(item)));
    const ownParams = Array.from(listByParam)
      .filter(([, list]) => list === index)
      .map(([param]) => param);
    // The steps of a block are groups already.
    const isGrouped = statement === undefined || statement.kind === 'for';
    if (isGrouped || ownItems.length + ownParams.length < 2) return ownItems;
    const key = { kind: 'statement', statement } as const;
    return [createGroup(key, [...ownParams, ...groupIntoChunks(ownItems, key)], ownParams)];
  });
}

/** For each param that a single statement uses, and no block, the index of that statement's list. */
function findOwners(
  lists: readonly { readonly statement: Statement | undefined; readonly items: readonly Item[] }[],
  expandedGraph: ExpandedGraph,
  provenanceTable: ProvenanceTable,
): ReadonlyMap<number, number> {
  const owners = new Map<number, number>();
  const shared = new Set<number>();
  for (const [index, { statement, items }] of lists.entries()) {
    for (const item of items) {
      for (let vertex = startOf(item); vertex < endOf(item); vertex++) {
        for (const operand of expandedGraph.operandsOf(vertex)) {
          if (provenanceTable.paramAt(operand) === undefined || provenanceTable.regionOf[operand] >= 0) continue;
          const isShared = owners.has(operand) && owners.get(operand) !== index;
          if (isShared || statement?.kind === 'for') shared.add(operand);
          owners.set(operand, index);
        }
      }
    }
  }
  for (const param of shared) owners.delete(param);
  return owners;
}

/** Groups calls of one function in a row, each of which takes the result of the one before. */
function groupRepeats(items: readonly Item[], expandedGraph: ExpandedGraph, provenanceTable: ProvenanceTable): Item[] {
  const grouped: Item[] = [];
  for (let first = 0; first < items.length; ) {
    let last = first + 1;
    while (last < items.length && isRepeated(items[last - 1], items[last], expandedGraph, provenanceTable)) last++;
    const run = items.slice(first, last);
    const [head] = run;
    if (run.length >= minRepeats && typeof head !== 'number' && head.key.kind === 'region') {
      const repeatKey = { kind: 'repeat', region: head.key.region } as const;
      grouped.push(createGroup(repeatKey, groupIntoChunks(run, repeatKey)));
    } else grouped.push(...run);
    first = last;
  }
  return grouped;
}

/** True if an item calls the function of the one before on its result, or is the next step of its block. */
function isRepeated(before: Item, item: Item, expandedGraph: ExpandedGraph, { regions }: ProvenanceTable): boolean {
  if (typeof before === 'number' || typeof item === 'number') return false;
  if (before.key.kind !== 'region' || item.key.kind !== 'region') return false;
  const [{ source: previous, result }, { source }] = [regions[before.key.region], regions[item.key.region]];
  if (source.kind === 'step') return previous.kind === 'step' && source.statement === previous.statement;
  if (source.kind !== 'call' || previous.kind !== 'call' || source.definition !== previous.definition) return false;
  const resultVertex = result === undefined ? undefined : expandedGraph.vertexOf(result);
  if (resultVertex === undefined) return false;
  for (let vertex = item.start; vertex < item.end; vertex++)
    if (expandedGraph.operandsOf(vertex).includes(resultVertex)) return true;
  return false;
}

/** Divides a long list of items into chunks, and a long list of chunks into chunks of chunks. */
function groupIntoChunks(items: Item[], parent?: GroupKey): Item[] {
  if (items.length <= maxListLength) return items;
  const firstVertex = startOf(items[0]);
  let levelItems = items;
  for (let level = 0; level === 0 || levelItems.length > maxListLength; level++) {
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

function createGroup(key: GroupKey, items: readonly Item[], ownParams: readonly number[] = []): Group {
  return { key, start: startOf(items[ownParams.length]), end: endOf(items.at(-1)!), ownParams, items };
}

export function startOf(item: Item): number {
  return typeof item === 'number' ? item : item.start;
}

export function endOf(item: Item): number {
  return typeof item === 'number' ? item + 1 : item.end;
}
