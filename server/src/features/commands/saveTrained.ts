/** The command that saves trained params that the text does not hold. */

import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { saveTrainedCommand } from '../../../../protocol/commands.ts';
import { errorMessage } from '../../../../protocol/errorMessage.ts';
import { writeSafetensors } from '../../data/safetensors.ts';
import type { Services } from '../feature.ts';
import { showWarning } from '../support/messages.ts';
import type { Command } from './command.ts';

export const saveTrained: Command = {
  id: saveTrainedCommand,
  prepare: (connection, services) => (uri) => saveTrainedValues(connection, services, uri),
};

/** Saves the trained values of a file, if any are unsaved. */
export async function saveTrainedValues(
  connection: Connection,
  { documents, files }: Pick<Services, 'documents' | 'files'>,
  uri: string,
): Promise<void> {
  const trained = documents.get(uri)?.unsaved;
  if (trained === undefined) return;
  try {
    await files.saveTrained(uri, writeSafetensors(trained));
    documents.get(uri)?.markSaved(trained);
  } catch (error) {
    showWarning(connection, l10n.t`Can't save the trained values: ${errorMessage(error)}.`);
  }
}
