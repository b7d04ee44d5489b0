/** The command that deletes external values, so that the params have their initial values again. */

import * as l10n from '@vscode/l10n';
import { resetTrainedCommand } from '../../../../protocol/editor/commands.ts';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';
import { trainedValuesFileOf } from '../../files/referencedFiles.ts';
import { showWarning } from '../support/messages.ts';
import type { Command } from './command.ts';

export const resetTrained: Command = {
  id: resetTrainedCommand,
  prepare:
    (connection, { documents, files }) =>
    async (uri) => {
      try {
        await files.write(trainedValuesFileOf(uri), undefined);
        documents.get(uri)?.resetTrained();
      } catch (error) {
        showWarning(connection, l10n.t`Can't reset the trained values: ${errorMessage(error)}.`);
      }
    },
};
