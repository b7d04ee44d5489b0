/** The command that stops the training of a file: Train keeps the steps that were taken, and a session in the panel pauses. */

import { stopTrainingCommand } from '../../../../protocol/editor/commands.ts';
import type { Command } from './command.ts';

export const stopTraining: Command = {
  id: stopTrainingCommand,
  prepare:
    (_, { trainingLocks }) =>
    async (uri) =>
      trainingLocks.get(uri)?.pause(),
};
