/** Resolves a collapse state to the groups that are expanded, as far as the node limit allows. */

import * as l10n from '@vscode/l10n';
import type { CollapseState } from '../../../protocol/panel/graph.ts';
import type { DisplayIds } from './displayIds.ts';
import { type Group, type Item, maxUngroupedItems } from './groups.ts';

/** At most this many nodes are drawn at once. */
const maxNodes = 4000;

/** A graph with fewer items shows too little of a model. */
const minInitialItems = 5;

export interface ResolvedCollapseState {
  readonly expanded: ReadonlySet<Group>;
  /** The requested state, with a default chosen if its `isCollapsed` was null. */
  readonly collapseState: CollapseState;
  /** Explains why requested groups stay collapsed; null if none do. */
  readonly notice: string | null;
}

/**
 * Expands outer groups before inner ones, and otherwise in program order.
 * @param items the top-level items.
 * @param count number of nodes with every group expanded.
 */
export function resolveCollapseState(
  items: readonly Item[],
  count: number,
  collapseState: CollapseState,
  ids: DisplayIds,
): ResolvedCollapseState {
  const resolved =
    collapseState.isCollapsed === null ? defaultCollapseState(items, count, collapseState, ids) : collapseState;
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

/**
 * Expands everything in a small graph. A larger one is collapsed, except for outer levels until a useful number of
 * items is visible.
 */
function defaultCollapseState(
  items: readonly Item[],
  count: number,
  { except }: CollapseState,
  ids: DisplayIds,
): CollapseState {
  if (count <= maxUngroupedItems) return { isCollapsed: false, except };
  const expandedIds: string[] = [];
  let shown = items.length;
  for (let groups = items.filter(isGroup); groups.length > 0 && shown <= minInitialItems; ) {
    const innerItems = groups.flatMap((group) => group.items);
    shown += innerItems.length - groups.length;
    if (shown > maxUngroupedItems) break;
    expandedIds.push(...groups.map(({ key }) => ids.groupId(key)));
    groups = innerItems.filter(isGroup);
  }
  return { isCollapsed: true, except: [...new Set([...expandedIds, ...except])] };
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
