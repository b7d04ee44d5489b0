/** Which groups are open: those that are to be, as far as there is room for what they hold. */

import * as l10n from '@vscode/l10n';
import type { Folding } from '../protocol/panel/graph.ts';
import type { DisplayIds } from './displayIds.ts';
import { type Group, type Item, maxUngroupedItems } from './groups.ts';

/** More nodes are not drawn at once. */
const maxNodes = 4000;

/** So few nodes tell nothing of a model. */
const minInitialItems = 5;

export interface InitialExpansion {
  readonly expanded: ReadonlySet<Group>;
  /** What was asked for; where that was left open, what it came to. */
  readonly folding: Folding;
  /** Why groups stay folded that were to be open, as a sentence; null where none does. */
  readonly notice: string | null;
}

/**
 * Outer groups come before inner ones, and earlier ones before later ones.
 * @param items what stands in no group.
 * @param count how many nodes there are when nothing is folded.
 */
export function initialExpansionOf(
  items: readonly Item[],
  count: number,
  folding: Folding,
  ids: DisplayIds,
): InitialExpansion {
  const resolvedFolding = folding.isFolded === null ? defaultFolding(items, count, folding, ids) : folding;
  const exceptions = new Set(resolvedFolding.except);
  const expanded = new Set<Group>();
  const queue = items.filter(isGroup);
  let shown = items.length;
  let refusedCount = 0;
  for (let index = 0; index < queue.length; index++) {
    const group = queue[index];
    if (resolvedFolding.isFolded !== exceptions.has(ids.groupId(group.key))) continue;
    const addedItems = group.items.length - 1;
    if (shown + addedItems > maxNodes) {
      refusedCount++;
      continue;
    }
    shown += addedItems;
    expanded.add(group);
    for (const item of group.items) if (isGroup(item)) queue.push(item);
  }
  return { expanded, folding: resolvedFolding, notice: refusedCount === 0 ? null : limitNotice(refusedCount) };
}

/** What can be taken in at a glance is open. Anything else is folded, but not to a handful: outer groups open, level by level. */
function defaultFolding(items: readonly Item[], count: number, { except }: Folding, ids: DisplayIds): Folding {
  if (count <= maxUngroupedItems) return { isFolded: false, except };
  const expandedIds: string[] = [];
  let shown = items.length;
  for (let groups = items.filter(isGroup); groups.length > 0 && shown <= minInitialItems; ) {
    const innerItems = groups.flatMap((group) => group.items);
    shown += innerItems.length - groups.length;
    if (shown > maxUngroupedItems) break;
    expandedIds.push(...groups.map(({ key: made }) => ids.groupId(made)));
    groups = innerItems.filter(isGroup);
  }
  return { isFolded: true, except: [...new Set([...expandedIds, ...except])] };
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
