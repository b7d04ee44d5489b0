/** The command that shows other random numbers for the random nodes and dropouts of a file. */

import * as l10n from '@vscode/l10n';
import { drawAgainCommand } from '../../../../protocol/editor/commands.ts';
import { showInfo, showWarning } from '../support/messages.ts';
import type { Command } from './command.ts';

export const drawAgain: Command = {
  id: drawAgainCommand,
  prepare:
    (connection, { documents, trainingLocks }) =>
    async (uri) => {
      const lock = trainingLocks.get(uri);
      if (lock) {
        showWarning(connection, l10n.t`Nothing was drawn again: ${lock.busyReason}`);
        return;
      }
      const file = await documents.whenFinished(uri);
      if (file?.snapshot.model.drawCounter !== undefined) documents.get(uri)?.drawAgain();
      else
        showInfo(
          connection,
          l10n.t('Nothing is drawn here: the model has no random node, and no dropout in training mode.'),
        );
    },
};
