/** Learned params: saved with the text, undone by a request, as the editor's undo does not cover them. */

import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { type StepBackParams, stepBackMethod } from '../../../../protocol/editor/stepBack.ts';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';
import { hasFolder } from '../../files/uris.ts';
import { isStateful } from '../../snapshot/training/resume.ts';
import type { Feature, Services } from '../feature.ts';
import { showWarning } from '../support/messages.ts';

export const learnedParams: Feature = {
  capabilities: {},
  register(connection, services) {
    const { documents } = services;
    documents.onSaved(({ document }) => saveLearnedParams(connection, services, document.uri));
    connection.onRequest(stepBackMethod, ({ uri }: StepBackParams) => documents.get(uri)?.stepBack() ?? false);
  },
};

/** Saves the learned params of a file and the state of its training, if any are unsaved. */
export async function saveLearnedParams(
  connection: Connection,
  { documents, files }: Pick<Services, 'documents' | 'files'>,
  uri: string,
): Promise<void> {
  const trainingProgress = documents.get(uri)?.unsavedProgress;
  if (trainingProgress === undefined) return;
  if (!hasFolder(uri)) {
    const reason = l10n.t(
      'the model is not in a file yet. Save it as a file, train again, and the file of learned params is written beside it',
    );
    showWarning(connection, l10n.t`Can't save the learned params: ${reason}.`);
    return;
  }
  const file = await documents.whenFinished(uri);
  if (file === undefined) return;
  try {
    await files.saveProgress(uri, trainingProgress, isStateful(file.snapshot.model));
    documents.get(uri)?.markSaved(trainingProgress);
  } catch (error) {
    showWarning(connection, l10n.t`Can't save the learned params: ${errorMessage(error)}.`);
  }
}
