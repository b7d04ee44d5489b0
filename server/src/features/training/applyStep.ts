/** Applies a training step to a file: one edit of its text, which one undo reverts, and params stored beside it. */

import type { Connection } from 'vscode-languageserver';
import type { FileView } from '../../documents/fileView.ts';
import { applyEdits, type Edit } from '../../language/text/edits.ts';
import type { Step } from '../../trainingJobs/stepEdits.ts';
import type { Client } from '../client.ts';
import { fileEdit } from '../editing/textEdits.ts';
import type { Services } from '../feature.ts';

/** False if the client declined the edit, because the text has changed. */
export async function applyStep(
  connection: Connection,
  { client, documents }: Pick<Services, 'client' | 'documents'>,
  label: string,
  { uri, snapshot }: Pick<FileView, 'uri' | 'snapshot'>,
  step: Step,
): Promise<boolean> {
  documents.get(uri)?.recordStep(applyEdits(snapshot.text, step.edits), step);
  return step.edits.length === 0 || applyTextEdits(connection, client, label, { uri, snapshot }, step.edits);
}

/** @param label names the edit in the editor's menu. @returns false if the client declined it, because the text has changed. */
export async function applyTextEdits(
  connection: Connection,
  client: Client,
  label: string,
  file: Pick<FileView, 'uri' | 'snapshot'>,
  edits: readonly Edit[],
): Promise<boolean> {
  const edit = fileEdit(file, edits, client.capabilities);
  const { applied } = await connection.workspace.applyEdit({ label, edit });
  return applied;
}
