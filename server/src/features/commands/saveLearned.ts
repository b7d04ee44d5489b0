/** The command that saves external values, and the state from which training continues. */

import { saveLearnedCommand } from '../../../../protocol/editor/commands.ts';
import { saveTrainedValues } from '../training/trainedValues.ts';
import type { Command } from './command.ts';

export const saveLearned: Command = {
  id: saveLearnedCommand,
  prepare: (connection, services) => (uri) => saveTrainedValues(connection, services, uri),
};
