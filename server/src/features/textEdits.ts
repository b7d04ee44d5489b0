/** Edits of a text as the protocol has them. */

import type { ClientCapabilities, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Lines } from '../language/lines.ts';
import type { Edit } from '../snapshot/stepEdits.ts';
import type { FileView } from './feature.ts';
import { rangeIn } from './place.ts';

export function textEditsOf(edits: readonly Edit[], lines: Lines): TextEdit[] {
  return edits.map((edit) => ({ range: rangeIn({ lines }, edit), newText: edit.text }));
}

/** Edits of an open file; of the very version that they were made for, where the client knows versions. */
export function fileEdit(
  { uri, snapshot }: FileView,
  made: readonly Edit[],
  client: ClientCapabilities,
): WorkspaceEdit {
  const edits = textEditsOf(made, snapshot.lines);
  const isVersioned = client.workspace?.workspaceEdit?.documentChanges ?? false;
  return isVersioned
    ? { documentChanges: [{ textDocument: { uri, version: snapshot.version }, edits }] }
    : { changes: { [uri]: edits } };
}
