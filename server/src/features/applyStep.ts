/** Brings what training made of a file into it: one edit of its text, which one undo takes back, and params beside it. */

import type { Connection, WorkspaceEdit } from 'vscode-languageserver';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { applyEdits, type Edit, type Step } from '../snapshot/stepEdits.ts';
import type { FileView, Server } from './feature.ts';
import { textEditsOf } from './textEdits.ts';

/** False where the client declined the edit, because the text has changed. */
export async function applyStep(
  connection: Connection,
  server: Server,
  label: string,
  { uri, snapshot }: Pick<FileView, 'uri' | 'snapshot'>,
  step: Step,
): Promise<boolean> {
  server.step(uri, applyEdits(snapshot.text, step.edits), step);
  return step.edits.length === 0 || editText(connection, server, label, { uri, snapshot }, step.edits);
}

/** One edit of a text, by its name in the editor's menu; false where the client declined it, because the text has changed. */
export async function editText(
  connection: Connection,
  server: Server,
  label: string,
  { uri, snapshot }: Pick<FileView, 'uri' | 'snapshot'>,
  edits: readonly Edit[],
): Promise<boolean> {
  const versioned = server.client.workspace?.workspaceEdit?.documentChanges ?? false;
  const edit = workspaceEdit(uri, snapshot, edits, versioned);
  const { applied } = await connection.workspace.applyEdit({ label, edit });
  return applied;
}

function workspaceEdit(uri: string, snapshot: Snapshot, edits: readonly Edit[], versioned: boolean): WorkspaceEdit {
  const changes = textEditsOf(edits, snapshot.lines);
  if (!versioned) return { changes: { [uri]: changes } };
  return { documentChanges: [{ textDocument: { uri, version: snapshot.version }, edits: changes }] };
}
