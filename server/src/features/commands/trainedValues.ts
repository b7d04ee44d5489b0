/** Trained params that the text does not hold: commands that save and reset them, and the request that undoes a step. */

import * as l10n from '@vscode/l10n';
import { resetTrainedCommand, saveTrainedCommand } from '../../../../protocol/commands.ts';
import { errorMessage } from '../../../../protocol/errorMessage.ts';
import { type StepBackParams, stepBackMethod } from '../../../../protocol/stepBack.ts';
import type { Feature } from '../feature.ts';
import { showWarning } from '../messages.ts';
import type { Command } from './command.ts';

export const saveTrained: Command = {
  id: saveTrainedCommand,
  prepare: (connection, server) => async (uri) => {
    await server.saveTrained(uri).catch((error: unknown) => showWarning(connection, saveFailedMessage(error)));
  },
};

export const resetTrained: Command = {
  id: resetTrainedCommand,
  prepare: (connection, server) => async (uri) => {
    await server.resetTrained(uri).catch((error: unknown) => {
      showWarning(connection, l10n.t`Can't reset the trained values: ${errorMessage(error)}.`);
    });
  },
};

/** The warning that trained values could not be saved. */
export function saveFailedMessage(error: unknown): string {
  return l10n.t`Can't save the trained values: ${errorMessage(error)}.`;
}

export const stepBack: Feature = {
  capabilities: {},
  register(connection, server) {
    connection.onRequest(stepBackMethod, ({ uri }: StepBackParams) => server.stepBack(uri));
  },
};
