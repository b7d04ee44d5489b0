/** What a run of statements or of operations is called: `lines 1–10`. */

import * as l10n from '@vscode/l10n';
import type { Group, Item } from './groups.ts';
import type { Standing } from './provenance.ts';

/**
 * @param origin the component from which operations are counted.
 * @param standingOf where an item stands that is no run.
 */
export function runLabel(run: Group, origin: number, standingOf: (item: Item) => Standing): string {
  const [first, last] = [standingOf(endmost(run, 0)), standingOf(endmost(run, -1))];
  const [top, bottom] = [first, last].map(linesOf);
  // The operations of one statement are told apart by their number alone.
  if (top && bottom && first.statement !== last.statement) return l10n.t`lines ${top[0]}–${bottom[1]}`;
  return l10n.t`operations ${run.start - origin + 1}–${run.end - origin}`;
}

/** The first or the last thing in a run, and in the runs that it is made of. */
function endmost(run: Group, place: 0 | -1): Item {
  let item: Item = run;
  while (typeof item !== 'number' && item.made.kind === 'run') item = item.items.at(place)!;
  return item;
}

/** The first and the last line of a statement of the file, counted from 1; those of a library are told by no lines. */
function linesOf({ module, statement }: Standing): readonly [number, number] | undefined {
  if (module.path !== '' || statement === undefined) return undefined;
  const lineAt = (offset: number): number => module.lines.positionAt(offset).line + 1;
  return [lineAt(statement.start), lineAt(statement.end)];
}
