/** The command `backprop.train`: runs a training session to its end and keeps the result as one edit of the text. */

import * as l10n from '@vscode/l10n';
import { type CancellationToken, CancellationTokenSource } from 'vscode-languageserver';
import { trainCommand } from '../../../../protocol/editor/commands.ts';
import { formatCount } from '../../data/formatCount.ts';
import { formatNumber } from '../../display/numbers.ts';
import type { SessionJob, SessionState } from '../../engine/training/session/sessionCommands.ts';
import { fileNameOf } from '../../files/uris.ts';
import { hasCondition, trainedTensors } from '../../language/lowering/model.ts';
import { isRefusal } from '../../language/problems/refusal.ts';
import { restartNotice } from '../../snapshot/training/resume.ts';
import { isTrainable, type TrainableSnapshot } from '../../snapshot/training/trainable.ts';
import { noProgress } from '../../snapshot/training/trainingProgress.ts';
import { requestFrom } from '../../training/createTrainingJob.ts';
import { nanAdvice } from '../../training/nanAdvice.ts';
import { isRunningStatistic, statisticOverflowAdvice } from '../../training/overflowAdvice.ts';
import { createSessionJob } from '../../training/sessionSetup.ts';
import { untrainableRefusal } from '../../training/trainingRefusals.ts';
import { showInfo, showWarning } from '../support/messages.ts';
import { unwritableReason } from '../training/applyStep.ts';
import { type DriverContext, TrainingDriver } from '../training/trainingDriver.ts';
import type { Command } from './command.ts';
import { withProgress } from './progress.ts';

/** The number of steps if the file names no epochs. */
const defaultSteps = 100;

/** In milliseconds: displayed numbers change at most ten times per second. */
const pollInterval = 100;

export const train: Command = {
  id: trainCommand,
  prepare(connection, { client, documents, evaluator, trainingLocks }) {
    return async (uri, requestToken) => {
      const lock = trainingLocks.get(uri);
      if (lock) return showWarning(connection, l10n.t`Can't start training: ${lock.busyReason}`);
      const stopSource = new CancellationTokenSource();
      requestToken.onCancellationRequested(() => stopSource.cancel());
      const ownLock = {
        busyReason: l10n.t('this file is being trained. Stop training first.'),
        pause: () => stopSource.cancel(),
      };
      trainingLocks.acquire(uri, ownLock);
      trainingLocks.reportRunning(uri, ownLock, true);
      try {
        const message = await startRun({ uri, connection, client, documents, evaluator }, stopSource.token);
        if (message !== undefined) showWarning(connection, message);
      } finally {
        trainingLocks.release(uri, ownLock);
      }
    };
  },
};

/** @returns the warning to show, if there is one. */
async function startRun(context: DriverContext, requestToken: CancellationToken): Promise<string | undefined> {
  const { uri, connection, documents } = context;
  const file = await documents.whenFinished(uri);
  if (file === undefined) return l10n.t("Can't start training: the file is not open in the editor.");
  const { snapshot } = file;
  if (!isTrainable(snapshot)) return untrainableRefusal(snapshot).refusal;
  const reason = await unwritableReason(connection, context.client, uri, snapshot.model);
  if (reason !== undefined) return l10n.t`Can't start training: ${reason}`;
  const hasEpochs = snapshot.model.trainingPlan.settings.epochs !== undefined;
  const job = createSessionJob(snapshot, {
    ...requestFrom(snapshot.trainingProgress ?? noProgress),
    ...(!hasEpochs && !hasCondition(snapshot.model.trainingPlan) && { steps: defaultSteps }),
  });
  if (isRefusal(job)) return job.refusal;
  const notice = restartNotice(snapshot);
  if (notice !== undefined) showInfo(connection, notice);
  const title = l10n.t`Training ${fileNameOf(uri)}`;
  return withProgress(connection, { title, hasPercentage: true }, requestToken, async (stopToken, report) => {
    const run = new TrainCommandRun(context, snapshot, job, report);
    stopToken.onCancellationRequested(() => run.stop());
    if (stopToken.isCancellationRequested) run.stop();
    return run.result;
  });
}

type Report = (message: string, percentage: number) => void;

class TrainCommandRun {
  /** The warning to show, if there is one. */
  readonly result: Promise<string | undefined>;
  readonly #driver: TrainingDriver;
  readonly #snapshot: TrainableSnapshot;
  readonly #report: Report;
  #isStopping = false;
  #resolve!: (message: string | undefined) => void;

  constructor(context: DriverContext, snapshot: TrainableSnapshot, job: SessionJob, report: Report) {
    this.#snapshot = snapshot;
    this.#report = report;
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#driver = new TrainingDriver(
      context,
      snapshot,
      job,
      {
        onState: (state) => this.#onState(state),
        onLost: (reason) => this.#end(l10n.t`Training failed: ${reason}. Nothing was written. Train again.`),
      },
      { steps: defaultSteps, pollInterval },
    );
    this.#driver.session.run({ ignoresNonFiniteLoss: true });
    this.#driver.poller.start();
  }

  stop(): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#driver.session.pause();
    void this.#driver.whenStopped().then((state) => state && this.#keep(state));
  }

  #onState(state: SessionState): void {
    const isShown = this.#driver.show();
    if (!isShown) this.#end(l10n.t('Training stopped: the text was changed, so nothing was written.'));
    else if (this.#driver.session.phase === 'running') this.#reportProgress(state);
    else this.stop();
  }

  /**
   * `epoch 3 of 10 · L of the mini-batch = 0.1234 · held out 0.13 · 2,340 steps/s`; `step 3 of 10 · …` without epochs, or if the run ends within
   * one.
   */
  #reportProgress({ step, epoch, loss, heldOutLoss, stepsPerSecond }: SessionState): void {
    if (loss === undefined || stepsPerSecond === undefined) return;
    const { firstStep, lastEpoch, lastStep } = this.#driver.session;
    const { model } = this.#snapshot;
    const isByEpochs = model.trainingPlan.settings.epochs !== undefined && lastEpoch !== null;
    const progress = isByEpochs ? l10n.t`epoch ${epoch} of ${lastEpoch}` : l10n.t`step ${step} of ${lastStep!}`;
    const { label } = model.objective;
    const name = this.#driver.session.batch === null ? label : l10n.t`${label} of the mini-batch`;
    const parts = [progress, `${name} = ${formatNumber(loss, shownDigits)}`];
    if (heldOutLoss !== undefined) parts.push(l10n.t`held out ${formatNumber(heldOutLoss, shownDigits)}`);
    parts.push(l10n.t`${formatCount(stepsPerSecond)} steps/s`);
    this.#report(parts.join(' · '), (100 * (step - firstStep)) / (lastStep! - firstStep));
  }

  async #keep(state: SessionState): Promise<void> {
    const outcome = await this.#driver.keep(l10n.t('Train'), state);
    const { pauseReason } = state;
    if (outcome === 'declined')
      this.#end(l10n.t('The result of training was not written: the text changed at the same time. Train again.'));
    else if (pauseReason?.kind === 'nonFiniteParam') {
      const { model } = this.#snapshot;
      const { name } = trainedTensors(model)[pauseReason.param];
      const overflowAdvice = isRunningStatistic(model, pauseReason.param)
        ? statisticOverflowAdvice()
        : l10n.t('Try a smaller lr.');
      this.#end(
        Number.isNaN(pauseReason.value)
          ? `${l10n.t`Training stopped at step ${pauseReason.step}: ${name} would become NaN. Earlier steps are kept.`} ${nanAdvice(pauseReason.miniBatch)}`
          : `${l10n.t`Training stopped at step ${pauseReason.step}: ${name} would overflow. Earlier steps are kept.`} ${overflowAdvice}`,
      );
    } else this.#end(undefined);
  }

  #end(message: string | undefined): void {
    this.#driver.end();
    this.#resolve(message);
  }
}

const shownDigits = 4;
