/** Labels for chunks of statements or operations: `lines 1–10`. */

import * as l10n from '@vscode/l10n';
import type { Group, Item } from './groups.ts';
import type { Provenance } from './provenance.ts';

/**
 * @param firstVertex the vertex from which operations are counted.
 * @param provenanceOf the provenance of an item that is not a chunk.
 */
export function chunkLabel(chunk: Group, firstVertex: number, provenanceOf: (item: Item) => Provenance): string {
  const [first, last] = [provenanceOf(edgeItem(chunk, 0)), provenanceOf(edgeItem(chunk, -1))];
  const [firstLines, lastLines] = [first, last].map(lineSpanOf);
  // The operations of one statement differ only in their numbers.
  if (firstLines && lastLines && first.statement !== last.statement)
    return l10n.t`lines ${firstLines[0]}–${lastLines[1]}`;
  return l10n.t`operations ${chunk.start - firstVertex + 1}–${chunk.end - firstVertex}`;
}

/** The first or last item of a chunk, descending into nested chunks. */
function edgeItem(chunk: Group, edge: 0 | -1): Item {
  let item: Item = chunk;
  while (typeof item !== 'number' && item.key.kind === 'chunk') item = item.items.at(edge)!;
  return item;
}

/** First and last line of a statement of the file, counted from 1; undefined for a library. */
function lineSpanOf({ module, statement }: Provenance): readonly [number, number] | undefined {
  if (module.path !== '' || statement === undefined) return undefined;
  const lineAt = (offset: number): number => module.lines.positionAt(offset).line + 1;
  return [lineAt(statement.start), lineAt(statement.end)];
}
