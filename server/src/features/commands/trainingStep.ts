/** The command `backprop.trainingStep`: one training step as one edit of the text. */

import * as l10n from '@vscode/l10n';
import { trainingStepCommand } from '../../../../protocol/editor/commands.ts';
import { runInTurns } from '../../evaluation/timeSlices.ts';
import { isRefusal } from '../../language/problems/refusal.ts';
import { restartNotice } from '../../snapshot/training/resume.ts';
import { nextStep } from '../../training/stepEdits.ts';
import { stepTitleOf } from '../../training/stepTitle.ts';
import { showInfo, showWarning } from '../support/messages.ts';
import { applyStep, unwritableReason } from '../training/applyStep.ts';
import type { Command } from './command.ts';

export const trainingStep: Command = {
  id: trainingStepCommand,
  prepare(connection, { client, documents, trainingLocks }) {
    /** The last step of each file, which the next one waits for. */
    const pendingSteps = new Map<string, Promise<unknown>>();
    /** @returns why no step was taken. */
    const takeStep = async (uri: string): Promise<string | undefined> => {
      const lock = trainingLocks.get(uri);
      if (lock) return l10n.t`No step taken: ${lock.busyReason}`;
      const file = await documents.whenFinished(uri);
      if (file === undefined) return notOpen();
      const { snapshot } = file;
      const reason = await unwritableReason(connection, client, uri, snapshot.model);
      if (reason !== undefined) return l10n.t`No step taken: ${reason}`;
      const work = nextStep(snapshot, snapshot.trainingProgress);
      const outcome = await runInTurns(work, () => documents.get(uri) !== undefined);
      if (outcome === undefined) return notOpen();
      if (isRefusal(outcome)) return outcome.refusal;
      const isApplied = await applyStep(connection, { client, documents }, stepTitleOf(snapshot.model), file, outcome);
      const notice = restartNotice(snapshot);
      if (isApplied && notice !== undefined) showInfo(connection, notice);
      return isApplied ? undefined : l10n.t('No step taken: the text changed at the same time. Try again.');
    };
    documents.onClosed((uri) => pendingSteps.delete(uri));
    return async (uri) => {
      const pendingStep = (pendingSteps.get(uri) ?? Promise.resolve()).then(() => takeStep(uri));
      pendingSteps.set(
        uri,
        pendingStep.catch(() => undefined),
      );
      const message = await pendingStep;
      if (message !== undefined) showWarning(connection, message);
    };
  },
};

function notOpen(): string {
  return l10n.t('No step taken: the file is not open in the editor.');
}
