/** The list of commands that run in the server. Each takes one argument, the URI of a file. */

import type { Feature } from '../feature.ts';
import { requestFailed } from '../support/requestFailed.ts';
import { checkGradients } from './checkGradients.ts';
import type { Command } from './command.ts';
import { discardLearned } from './discardLearned.ts';
import { drawAgain } from './drawAgain.ts';
import { saveLearned } from './saveLearned.ts';
import { stopTraining } from './stopTraining.ts';
import { toggleMode } from './toggleMode.ts';
import { train } from './train.ts';
import { trainingStep } from './trainingStep.ts';

const allCommands: readonly Command[] = [
  trainingStep,
  train,
  stopTraining,
  saveLearned,
  discardLearned,
  checkGradients,
  toggleMode,
  drawAgain,
];

export const commands: Feature = {
  capabilities: { executeCommandProvider: { commands: allCommands.map(({ id }) => id) } },
  register(connection, services) {
    const handlers = new Map(allCommands.map((command) => [command.id, command.prepare(connection, services)]));
    connection.onExecuteCommand(async ({ command, arguments: args }, token) => {
      const handler = handlers.get(command);
      if (handler === undefined) throw requestFailed(`There is no command ${command}`);
      const [uri] = args as [uri: string];
      // Commands start from the numbers of the text.
      services.documents.get(uri)?.cancelScrub();
      await handler(uri, token);
    });
  },
};
