/** Which groups are open: those that are to be, as far as there is room for what they hold. */

import * as l10n from '@vscode/l10n';
import type { Folding } from '../protocol/panel/graph.ts';
import { type Group, glance, type Item } from './groups.ts';
import type { Ids } from './ids.ts';

/** More nodes are not drawn at once. */
const mostNodes = 4000;

/** So few nodes tell nothing of a model. */
const handful = 5;

export interface Opening {
  readonly open: ReadonlySet<Group>;
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
export function openingOf(items: readonly Item[], count: number, folding: Folding, ids: Ids): Opening {
  const settled = folding.isFolded === null ? settledOf(items, count, folding, ids) : folding;
  const exceptions = new Set(settled.except);
  const open = new Set<Group>();
  const waiting = items.filter(isGroup);
  let shown = items.length;
  let refused = 0;
  for (let place = 0; place < waiting.length; place++) {
    const group = waiting[place];
    if (settled.isFolded !== exceptions.has(ids.ofGroup(group.made))) continue;
    const more = group.items.length - 1;
    if (shown + more > mostNodes) {
      refused++;
      continue;
    }
    shown += more;
    open.add(group);
    for (const item of group.items) if (isGroup(item)) waiting.push(item);
  }
  return { open, folding: settled, notice: refused === 0 ? null : noticeOf(refused) };
}

/** What can be taken in at a glance is open. Anything else is folded, but not to a handful: outer groups open, level by level. */
function settledOf(items: readonly Item[], count: number, { except }: Folding, ids: Ids): Folding {
  if (count <= glance) return { isFolded: false, except };
  const open: string[] = [];
  let shown = items.length;
  for (let groups = items.filter(isGroup); groups.length > 0 && shown <= handful; ) {
    const inside = groups.flatMap((group) => group.items);
    shown += inside.length - groups.length;
    if (shown > glance) break;
    open.push(...groups.map(({ made }) => ids.ofGroup(made)));
    groups = inside.filter(isGroup);
  }
  return { isFolded: true, except: [...new Set([...open, ...except])] };
}

function isGroup(item: Item): item is Group {
  return typeof item !== 'number';
}

function noticeOf(refused: number): string {
  const [groups, most] = [refused, mostNodes].map((count) => count.toLocaleString('en-US'));
  return refused === 1
    ? l10n.t`One group stays folded: at most ${most} nodes are drawn at once. Fold others to make room.`
    : l10n.t`${groups} groups stay folded: at most ${most} nodes are drawn at once. Fold others to make room.`;
}
