/** The command that switches the numbers of a file between training and evaluation. */

import * as l10n from '@vscode/l10n';
import { toggleModeCommand } from '../../../../protocol/editor/commands.ts';
import { showInfo, showWarning } from '../support/messages.ts';
import type { Command } from './command.ts';

export const toggleMode: Command = {
  id: toggleModeCommand,
  prepare:
    (connection, { documents, trainingLocks }) =>
    async (uri) => {
      const lock = trainingLocks.get(uri);
      if (lock) {
        showWarning(connection, l10n.t`The mode was not changed: ${lock.busyReason}`);
        return;
      }
      const file = await documents.whenFinished(uri);
      if (file?.snapshot.model.isModeDependent) documents.get(uri)?.toggleMode();
      else
        showInfo(
          connection,
          l10n.t(
            'The mode makes no difference here: the model has no dropout and no batch_norm that keeps statistics.',
          ),
        );
    },
};
