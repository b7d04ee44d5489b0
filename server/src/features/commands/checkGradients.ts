/** The command `backprop.checkGradients`: compares the gradients of a file with finite differences. */

import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode-languageserver';
import { checkGradientsCommand } from '../../../../protocol/editor/commands.ts';
import type { Evaluator } from '../../evaluation/evaluator.ts';
import { isRefusal } from '../../language/problems/refusal.ts';
import {
  type CheckOutcome,
  type GradientCheckJob,
  gradientCheckOf,
  summaryOf,
  withCheckReports,
} from '../../snapshot/gradientCheck.ts';
import { showInfo, showWarning } from '../support/messages.ts';
import type { Command } from './command.ts';
import { withProgress } from './progress.ts';

export const checkGradients: Command = {
  id: checkGradientsCommand,
  prepare:
    (connection, { documents, evaluator, trainingLocks }) =>
    (uri, requestToken) =>
      withProgress(connection, { title: l10n.t('Checking gradients') }, requestToken, async (token) => {
        const lock = trainingLocks.get(uri);
        if (lock) return showWarning(connection, l10n.t`Can't check gradients: ${lock.busyReason}`);
        const file = await documents.whenFinished(uri);
        if (file === undefined)
          return showWarning(connection, l10n.t("Can't check gradients: the file is not open in the editor."));
        const { snapshot } = file;
        const check = gradientCheckOf(snapshot);
        if (isRefusal(check)) return showWarning(connection, check.refusal);
        const outcome = await runCheck(evaluator, uri, check, token);
        if (outcome.kind === 'superseded') return;
        if (outcome.kind === 'failed')
          return showWarning(connection, l10n.t`Can't check gradients: ${outcome.reason}. Run the check again.`);
        documents.get(uri)?.replaceShown(snapshot, withCheckReports(snapshot, outcome.reports));
        const allAgree = outcome.reports.every(({ isWithinTolerance }) => isWithinTolerance);
        (allAgree ? showInfo : showWarning)(connection, summaryOf(snapshot, outcome.reports));
      }),
};

/** A newer version or check of the file supersedes it. */
async function runCheck(
  evaluator: Evaluator,
  uri: string,
  check: GradientCheckJob,
  token: CancellationToken,
): Promise<CheckOutcome> {
  if (token.isCancellationRequested) return { kind: 'superseded' };
  const subscription = token.onCancellationRequested(() => evaluator.cancelGradientCheck(uri));
  try {
    return await evaluator.checkGradients(uri, check);
  } finally {
    subscription.dispose();
  }
}
