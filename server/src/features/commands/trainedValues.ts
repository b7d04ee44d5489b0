/** Trained params that the text does not hold: saved with the text or by a command, reset by a command, undone by a request. */

import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { resetTrainedCommand, saveTrainedCommand } from '../../../../protocol/commands.ts';
import { errorMessage } from '../../../../protocol/errorMessage.ts';
import { type StepBackParams, stepBackMethod } from '../../../../protocol/stepBack.ts';
import { writeSafetensors } from '../../data/safetensors.ts';
import { trainedValuesFileOf } from '../../files/readableFiles.ts';
import type { Feature, Services } from '../feature.ts';
import { showWarning } from '../support/messages.ts';
import type { Command } from './command.ts';

type StorageServices = Pick<Services, 'documents' | 'files'>;

export const trainedValues: Feature = {
  capabilities: {},
  register(connection, services) {
    const { documents } = services;
    documents.onSaved(({ document }) => save(connection, services, document.uri));
    connection.onRequest(stepBackMethod, ({ uri }: StepBackParams) => documents.get(uri)?.stepBack() ?? false);
  },
};

export const saveTrained: Command = {
  id: saveTrainedCommand,
  prepare: (connection, services) => (uri) => save(connection, services, uri),
};

export const resetTrained: Command = {
  id: resetTrainedCommand,
  prepare: (connection, services) => (uri) => reset(connection, services, uri),
};

async function save(connection: Connection, { documents, files }: StorageServices, uri: string): Promise<void> {
  const trained = documents.get(uri)?.unsaved;
  if (trained === undefined) return;
  try {
    await files.saveTrained(uri, writeSafetensors(trained));
    documents.get(uri)?.markSaved(trained);
  } catch (error) {
    showWarning(connection, l10n.t`Can't save the trained values: ${errorMessage(error)}.`);
  }
}

async function reset(connection: Connection, { documents, files }: StorageServices, uri: string): Promise<void> {
  try {
    await files.write(trainedValuesFileOf(uri), undefined);
    documents.get(uri)?.resetTrained();
  } catch (error) {
    showWarning(connection, l10n.t`Can't reset the trained values: ${errorMessage(error)}.`);
  }
}
