/** Highlights: with the cursor on a name, every place of the file that means the same, and where it gets its value. */

import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver';
import { mentionsIn } from '../../language/names/references.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { rangeIn } from '../positions.ts';

export const highlight: Feature = {
  capabilities: { documentHighlightProvider: true },
  register(connection, server) {
    connection.onDocumentHighlight(async ({ textDocument: { uri }, position }) => {
      const file = await server.settled(uri);
      return file ? highlightsAt(file.snapshot, file.snapshot.lines.offsetAt(position)) : null;
    });
  },
};

export function highlightsAt({ module }: Pick<Snapshot, 'module'>, offset: number): DocumentHighlight[] {
  const mentions = mentionsIn(module);
  const mention = mentions.at(offset);
  return (mention ? mentions.of(mention.named) : []).map((place) => ({
    range: rangeIn(module, place),
    kind: place.isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
