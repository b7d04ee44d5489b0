/** The command that saves learned params, and the state from which training continues. */

import { saveLearnedCommand } from '../../../../protocol/editor/commands.ts';
import { saveLearnedParams } from '../training/learnedParams.ts';
import type { Command } from './command.ts';

export const saveLearned: Command = {
  id: saveLearnedCommand,
  prepare: (connection, services) => (uri) => saveLearnedParams(connection, services, uri),
};
