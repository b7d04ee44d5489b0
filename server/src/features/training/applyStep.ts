/** Applies a training step to a file: one edit of its text, which one undo reverts, and its learned params. */

import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import type { FileView } from '../../documents/fileView.ts';
import type { Model } from '../../language/lowering/model.ts';
import { applyEdits } from '../../language/text/edits.ts';
import { isReached } from '../../snapshot/training/trainable.ts';
import type { StepEdits } from '../../training/stepEdits.ts';
import { applyTextEdits } from '../editing/textEdits.ts';
import type { Services } from '../feature.ts';
import type { Client } from '../support/client.ts';
import { isReadOnly } from '../support/readOnly.ts';

/** Why trained params can't be written into the text, as the end of a sentence. */
export async function unwritableReason(
  connection: Connection,
  client: Client,
  uri: string,
  model: Model,
): Promise<string | undefined> {
  if (await isReadOnly(connection, client, uri))
    return l10n.t('the file is read-only. Make it writable, or run File: Save As… and train the copy.');
  if (client.supportsVersionedEdits) return undefined;
  const isInText = model.params.some((param) => param.source !== undefined && isReached(model, param));
  return isInText
    ? l10n.t(
        "the editor doesn't support versions of edits (LSP's workspace.workspaceEdit.documentChanges), so what you type meanwhile could be garbled. Run bp train --write instead.",
      )
    : undefined;
}

/** False if the client declined the edit, because the text has changed. */
export async function applyStep(
  connection: Connection,
  { client, documents }: Pick<Services, 'client' | 'documents'>,
  label: string,
  { uri, snapshot }: Pick<FileView, 'uri' | 'snapshot'>,
  step: StepEdits,
): Promise<boolean> {
  documents.get(uri)?.recordStep(applyEdits(snapshot.text, step.edits), step);
  return step.edits.length === 0 || applyTextEdits(connection, client, label, { uri, snapshot }, step.edits);
}
