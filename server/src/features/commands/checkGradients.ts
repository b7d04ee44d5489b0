/** The command `backprop.checkGradients`: compares the gradients of a file with finite differences. */

import * as l10n from '@vscode/l10n';
import { checkGradientsCommand } from '../../../../protocol/commands.ts';
import { isRefusal } from '../../snapshot/refusal.ts';
import { gradientCheckOf, summaryOf, withCheckReports } from '../../trainingJobs/gradientCheck.ts';
import { showInfo, showWarning } from '../messages.ts';
import type { Command } from './command.ts';
import { withProgress } from './progress.ts';

export const checkGradients: Command = {
  id: checkGradientsCommand,
  prepare: (connection, server) => (uri, requestToken) =>
    withProgress(connection, { title: l10n.t('Checking gradients') }, requestToken, async (token) => {
      const lock = server.trainingLocks.get(uri);
      if (lock) return showWarning(connection, l10n.t`Can't check gradients: ${lock.busyReason}`);
      const file = await server.evaluatedFile(uri);
      if (file === undefined)
        return showWarning(connection, l10n.t("Can't check gradients: the file is not open in the editor."));
      const { snapshot } = file;
      const check = gradientCheckOf(snapshot);
      if (isRefusal(check)) return showWarning(connection, check.refusal);
      const outcome = await server.checkGradients(uri, check, token);
      if (outcome.kind === 'superseded') return;
      if (outcome.kind === 'failed') return showWarning(connection, l10n.t`Can't check gradients: ${outcome.reason}.`);
      server.replaceShown(uri, snapshot, withCheckReports(snapshot, outcome.reports));
      const allAgree = outcome.reports.every(({ isWithinTolerance }) => isWithinTolerance);
      (allAgree ? showInfo : showWarning)(connection, summaryOf(snapshot, outcome.reports));
    }),
};
