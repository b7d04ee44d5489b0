/** The command that discards learned params, once the user has agreed: the params have their initial values again. */

import * as l10n from '@vscode/l10n';
import { discardLearnedCommand } from '../../../../protocol/editor/commands.ts';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';
import { learnedParamsFileOf } from '../../files/referencedFiles.ts';
import { fileNameOf, hasFolder } from '../../files/uris.ts';
import { isConfirmed, showWarning } from '../support/messages.ts';
import type { Command } from './command.ts';

export const discardLearned: Command = {
  id: discardLearnedCommand,
  prepare:
    (connection, { documents, files, trainingLocks }) =>
    async (uri) => {
      const lock = trainingLocks.get(uri);
      if (lock) return showWarning(connection, l10n.t`Can't discard the learned params: ${lock.busyReason}`);
      const checkpoint = learnedParamsFileOf(uri);
      const question = hasFolder(uri)
        ? l10n.t`Discard the learned params of ${fileNameOf(uri)}? Its randomly initialized params are drawn again, and ${fileNameOf(checkpoint)} is deleted. This can't be undone.`
        : l10n.t`Discard the learned params of ${fileNameOf(uri)}? Its randomly initialized params are drawn again. This can't be undone.`;
      if (!(await isConfirmed(connection, question, l10n.t('Discard')))) return;
      try {
        if (hasFolder(uri)) await files.write(checkpoint, undefined);
        documents.get(uri)?.discardLearned();
      } catch (error) {
        showWarning(connection, l10n.t`Can't discard the learned params: ${errorMessage(error)}.`);
      }
    },
};
