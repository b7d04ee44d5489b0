/** Text edits in the form of the protocol, and edits that the server starts. */

import type { Connection, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FileView } from '../../documents/fileView.ts';
import type { Edit } from '../../language/text/edits.ts';
import type { Lines } from '../../language/text/lines.ts';
import type { Client } from '../support/client.ts';
import { toEditorRange } from '../support/positions.ts';
import { isReadOnly } from '../support/readOnly.ts';

export function textEditsOf(edits: readonly Edit[], lines: Lines): TextEdit[] {
  return edits.map((edit) => ({ range: toEditorRange({ lines }, edit), newText: edit.text }));
}

export function fileEdit(
  { uri, snapshot }: Pick<FileView, 'uri' | 'snapshot'>,
  edits: readonly Edit[],
  client: Client,
): WorkspaceEdit {
  const { version, lines } = snapshot;
  return workspaceEdit([{ uri, version, lines, edits }], client);
}

export interface EditedFile {
  readonly uri: string;
  /** Defined for an open file. */
  readonly version?: number;
  readonly lines: Lines;
  readonly edits: readonly Edit[];
}

/**
 * The answer to a request for edits. A client without support for versions is responsible for applying it to the text that it
 * asked about, as with all edits of LSP that have no version.
 */
export function workspaceEdit(files: readonly EditedFile[], client: Client): WorkspaceEdit {
  if (!client.supportsVersionedEdits)
    return { changes: Object.fromEntries(files.map(({ uri, edits, lines }) => [uri, textEditsOf(edits, lines)])) };
  return {
    documentChanges: files.map(({ uri, version, edits, lines }) => ({
      textDocument: { uri, version: version ?? null },
      edits: textEditsOf(edits, lines),
    })),
  };
}

/**
 * Applies edits that the client didn't ask for. They need a version, or they could end up in a text that has changed.
 * @param label names the edit in the editor's menu.
 * @returns false if the client declined the edits, because the text has changed or it doesn't support versions, or if the file is
 * read-only.
 */
export async function applyTextEdits(
  connection: Connection,
  client: Client,
  label: string,
  file: Pick<FileView, 'uri' | 'snapshot'>,
  edits: readonly Edit[],
): Promise<boolean> {
  if (!client.supportsVersionedEdits || (await isReadOnly(connection, client, file.uri))) return false;
  const edit = fileEdit(file, edits, client);
  const { applied } = await connection.workspace.applyEdit({ label, edit });
  return applied;
}
