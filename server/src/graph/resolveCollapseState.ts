/** Resolves a collapse state to the groups that are expanded, as far as the node limit allows. */

import * as l10n from '@vscode/l10n';
import type { CollapseState } from '../../../protocol/panel/graph.ts';
import type { DisplayIds } from './displayIds.ts';
import type { ExpandedGraph } from './expandedGraph.ts';
import { drawnSizeOf, type Group, type Item, maxInitialSize } from './groups.ts';

/** At most this many nodes are drawn at once. */
const maxNodes = 4000;

/** A graph of up to this size shows too little of a model. */
const minInitialSize = 6;

export interface ResolvedCollapseState {
  readonly expanded: ReadonlySet<Group>;
  /** The requested state, with a default chosen if its `isCollapsed` was null. */
  readonly collapseState: CollapseState;
  /** Explains why requested groups stay collapsed; null if none do. */
  readonly notice: string | null;
}

/** Expands everything in a graph that is small enough; a larger one stays null until its groups are known. */
export function withDefault(collapseState: CollapseState, expandedGraph: ExpandedGraph): CollapseState {
  const isSmall =
    collapseState.isCollapsed === null &&
    expandedGraph.length <= maxInitialSize &&
    drawnSizeOf(expandedGraph.programNodes.keys(), expandedGraph) <= maxInitialSize;
  return isSmall ? { isCollapsed: false, except: collapseState.except } : collapseState;
}

/**
 * Expands outer groups before inner ones, and otherwise in program order.
 * @param items the top-level items.
 */
export function resolveCollapseState(
  items: readonly Item[],
  expandedGraph: ExpandedGraph,
  collapseState: CollapseState,
  ids: DisplayIds,
): ResolvedCollapseState {
  const resolved =
    collapseState.isCollapsed === null ? defaultCollapseState(items, expandedGraph, collapseState, ids) : collapseState;
  const exceptions = new Set(resolved.except);
  const expanded = new Set<Group>();
  const queue = items.filter(isGroup);
  let shown = items.length;
  let refusedCount = 0;
  for (let index = 0; index < queue.length; index++) {
    const group = queue[index];
    if (resolved.isCollapsed !== exceptions.has(ids.groupId(group.key))) continue;
    const addedItems = group.items.length - 1;
    if (shown + addedItems > maxNodes) {
      refusedCount++;
      continue;
    }
    shown += addedItems;
    expanded.add(group);
    for (const item of group.items) if (isGroup(item)) queue.push(item);
  }
  return { expanded, collapseState: resolved, notice: refusedCount === 0 ? null : limitNotice(refusedCount) };
}

/** Expands whole levels, from the outermost, while the graph stays small enough. Repeated calls stay one box. */
function defaultCollapseState(
  items: readonly Item[],
  expandedGraph: ExpandedGraph,
  { except }: CollapseState,
  ids: DisplayIds,
): CollapseState {
  const expandedIds: string[] = [];
  let size = drawnSizeOf(items, expandedGraph);
  let shownSize = size;
  for (let groups = items.filter(isExpandable); groups.length > 0; ) {
    const innerItems = groups.flatMap((group) => group.items);
    size += drawnSizeOf(innerItems, expandedGraph) - drawnSizeOf(groups, expandedGraph);
    if (size > (shownSize > minInitialSize ? maxInitialSize : 2 * maxInitialSize)) break;
    shownSize = size;
    expandedIds.push(...groups.map(({ key }) => ids.groupId(key)));
    groups = innerItems.filter(isExpandable);
  }
  return { isCollapsed: true, except: [...new Set([...expandedIds, ...except])] };
}

function isExpandable(item: Item): item is Group {
  return isGroup(item) && item.key.kind !== 'repeat';
}

function isGroup(item: Item): item is Group {
  return typeof item !== 'number';
}

function limitNotice(refusedCount: number): string {
  const [groups, max] = [refusedCount, maxNodes].map((count) => count.toLocaleString('en-US'));
  return refusedCount === 1
    ? l10n.t`1 group stays collapsed: at most ${max} nodes can be drawn. Collapse other groups to make room.`
    : l10n.t`${groups} groups stay collapsed: at most ${max} nodes can be drawn. Collapse other groups to make room.`;
}
