/** Labels for runs of statements or operations: `lines 1–10`. */

import * as l10n from '@vscode/l10n';
import type { Group, Item } from './groups.ts';
import type { Provenance } from './provenance.ts';

/**
 * @param firstVertex the vertex from which operations are counted.
 * @param provenanceOf the provenance of an item that is not a run.
 */
export function runLabel(run: Group, firstVertex: number, provenanceOf: (item: Item) => Provenance): string {
  const [first, last] = [provenanceOf(edgeItem(run, 0)), provenanceOf(edgeItem(run, -1))];
  const [firstLines, lastLines] = [first, last].map(lineSpanOf);
  // The operations of one statement differ only in their numbers.
  if (firstLines && lastLines && first.statement !== last.statement)
    return l10n.t`lines ${firstLines[0]}–${lastLines[1]}`;
  return l10n.t`operations ${run.start - firstVertex + 1}–${run.end - firstVertex}`;
}

/** The first or last item of a run, descending into nested runs. */
function edgeItem(run: Group, edge: 0 | -1): Item {
  let item: Item = run;
  while (typeof item !== 'number' && item.key.kind === 'run') item = item.items.at(edge)!;
  return item;
}

/** First and last line of a statement of the file, counted from 1; undefined for a library. */
function lineSpanOf({ module, statement }: Provenance): readonly [number, number] | undefined {
  if (module.path !== '' || statement === undefined) return undefined;
  const lineAt = (offset: number): number => module.lines.positionAt(offset).line + 1;
  return [lineAt(statement.start), lineAt(statement.end)];
}
