/** The command `backprop.checkGradients`: compares the gradients of a file with differences, and says where they disagree. */

import * as l10n from '@vscode/l10n';
import { checkGradientsCommand } from '../../protocol/commands.ts';
import { gradientCheckOf, summaryOf, withReports } from '../../training/gradientCheck.ts';
import { isRefusal } from '../../training/refusal.ts';
import { inform, warn } from '../messages.ts';
import type { Command } from './commands.ts';
import { withProgress } from './progress.ts';

export const checkGradients: Command = {
  id: checkGradientsCommand,
  prepare: (connection, server) => (uri, requestCancelled) =>
    withProgress(connection, { title: l10n.t('Checking gradients') }, requestCancelled, async (cancelled) => {
      const trainer = server.trainers.get(uri);
      if (trainer) return warn(connection, l10n.t`No gradients checked: ${trainer.busy}`);
      const file = await server.finished(uri);
      if (file === undefined)
        return warn(connection, l10n.t('No gradients checked: the file is not open in the editor.'));
      const { snapshot } = file;
      const check = gradientCheckOf(snapshot);
      if (isRefusal(check)) return warn(connection, check.refusal);
      const outcome = await server.check(uri, check, cancelled);
      if (outcome.kind === 'superseded') return;
      if (outcome.kind === 'failed') return warn(connection, l10n.t`No gradients checked: ${outcome.reason}.`);
      server.amend(uri, snapshot, withReports(snapshot, outcome.reports));
      const agree = outcome.reports.every(({ isWithinTolerance }) => isWithinTolerance);
      (agree ? inform : warn)(connection, summaryOf(snapshot, outcome.reports));
    }),
};
