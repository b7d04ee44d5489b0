/** Highlights all references of the symbol at the cursor in its file, the definition as a write. */

import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver';
import { referencesIn } from '../../language/names/references/references.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { toEditorRange } from '../support/positions.ts';

export const highlight: Feature = {
  capabilities: { documentHighlightProvider: true },
  register(connection, { documents }) {
    connection.onDocumentHighlight(async ({ textDocument: { uri }, position }) => {
      const file = await documents.whenPublished(uri);
      return file ? highlightsAt(file.snapshot, file.snapshot.lines.offsetAt(position)) : null;
    });
  },
};

export function highlightsAt({ module }: Pick<Snapshot, 'module'>, offset: number): DocumentHighlight[] {
  const references = referencesIn(module);
  const reference = references.at(offset);
  return (reference ? references.of(reference.symbol) : []).map((occurrence) => ({
    range: toEditorRange(module, occurrence),
    kind: occurrence.isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
