/** The command `backprop.train`: all steps that the file asks for, watched while they are taken, and one undo for the whole run. */

import * as l10n from '@vscode/l10n';
import { type CancellationToken, CancellationTokenSource, type Connection } from 'vscode-languageserver';
import { showNumber } from '../../display/numbers.ts';
import type { FileView } from '../../documents/fileView.ts';
import type { TrainingJob } from '../../engine/training/job.ts';
import type { TrainingReport, TrainingResult } from '../../engine/training/reportedTraining.ts';
import { trainCommand } from '../../protocol/commands.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { isRefusal, isTrainable, type Trainable, untrainableRefusal } from '../../training/refusal.ts';
import { hasMoved, stepOf } from '../../training/stepEdits.ts';
import { type RunningTraining, trainingJob } from '../../training/trainingJob.ts';
import type { Server } from '../feature.ts';
import { showWarning } from '../messages.ts';
import { applyStep } from './applyStep.ts';
import type { Command } from './command.ts';
import { withProgress } from './progress.ts';

/** Where the file doesn't say how often to go through the samples. */
const defaultSteps = 100;

export const train: Command = {
  id: trainCommand,
  prepare(connection, server) {
    return async (uri, requestToken) => {
      const trainer = server.trainers.get(uri);
      if (trainer) return showWarning(connection, l10n.t`No training started: ${trainer.busyReason}`);
      server.trainers.set(uri, { busyReason: l10n.t('this file is being trained. Cancel that first.') });
      try {
        const message = await trainToEnd(connection, server, uri, requestToken);
        if (message !== undefined) showWarning(connection, message);
      } finally {
        server.trainers.delete(uri);
      }
    };
  },
};

/** Trains to the end, or to where it is stopped; what there is to say of that. */
async function trainToEnd(
  connection: Connection,
  server: Server,
  uri: string,
  requestToken: CancellationToken,
): Promise<string | undefined> {
  const file = await server.evaluatedFile(uri);
  if (file === undefined) return l10n.t('No training started: the file is not open in the editor.');
  const { snapshot } = file;
  const { count: from, states } = server.stepsTaken(uri);
  const hasEpochs = snapshot.model.training?.schedule.epochs !== undefined;
  const steps = hasEpochs ? {} : { steps: defaultSteps };
  const job = trainingJob(snapshot, { ...steps, from, states, isMeasured: true });
  if (isRefusal(job)) return job.refusal;
  if (!isTrainable(snapshot)) return untrainableRefusal(snapshot).refusal;
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  return withProgress(
    connection,
    { title: l10n.t`Training ${name}`, hasPercentage: true },
    requestToken,
    async (stopToken, report) => {
      const { outcome, isSuperseded } = await runWatched(server, { uri, snapshot }, job, stopToken, report);
      if ('lost' in outcome) return l10n.t`Training was lost: ${outcome.lost}. Nothing was written.`;
      if (isSuperseded) return l10n.t('Training stopped: the text was changed meanwhile, so nothing was written.');
      return writeTrainedParams(connection, server, file, job, outcome);
    },
  );
}

interface TrainableFile {
  readonly uri: string;
  readonly snapshot: Trainable;
}

interface WatchedRun {
  readonly outcome: Awaited<RunningTraining['ended']>;
  /** Whether the text is another one by now. */
  readonly isSuperseded: boolean;
}

/** Trains, and shows the numbers of the whole model as they move. */
async function runWatched(
  server: Server,
  { uri, snapshot }: TrainableFile,
  job: TrainingJob,
  stopToken: CancellationToken,
  report: (message: string, percentage: number) => void,
): Promise<WatchedRun> {
  const overlay = server.overlay(uri, snapshot);
  const superseded = new CancellationTokenSource();
  const run = server.train(snapshot.model, job, (latest) => {
    report(describeProgress(snapshot, job, latest), (100 * (latest.progress.step - job.startStep)) / job.steps);
    if (!overlay.show(latest.values)) superseded.cancel();
  });
  for (const token of [stopToken, superseded.token]) {
    if (token.isCancellationRequested) run.stop();
    token.onCancellationRequested(run.stop);
  }
  const outcome = await run.ended;
  return { outcome, isSuperseded: !overlay.show(undefined) };
}

/** `epoch 3 of 10 · L = 0.1234 · held out 0.13 · 2,340 steps/s`. */
function describeProgress(
  { model }: Snapshot,
  { steps }: TrainingJob,
  { progress, heldOut, stepsPerSecond }: TrainingReport,
): string {
  const { epochs } = model.training?.schedule ?? {};
  const progressText =
    epochs === undefined
      ? l10n.t`step ${progress.step} of ${progress.steps}`
      : l10n.t`epoch ${progress.epoch} of ${Math.ceil((progress.steps * epochs) / steps)}`;
  const parts = [progressText, `${model.objective?.label} = ${showNumber(progress.loss, shownDigits)}`];
  if (heldOut !== undefined) parts.push(l10n.t`held out ${showNumber(heldOut, shownDigits)}`);
  return [...parts, l10n.t`${speedFormat.format(stepsPerSecond)} steps/s`].join(' · ');
}

const shownDigits = 4;
const speedFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Brings the params into the file; what there is to say of how it ended. */
async function writeTrainedParams(
  connection: Connection,
  server: Server,
  file: FileView,
  job: TrainingJob,
  { stopReason: ending, params, states, progress }: TrainingResult,
): Promise<string | undefined> {
  const { model } = file.snapshot;
  if (hasMoved(job.params, params)) {
    const step = stepOf(model, job.params, { params, states }, progress?.step ?? job.startStep);
    const isApplied = await applyStep(connection, server, l10n.t('Train'), file, step);
    if (!isApplied) return l10n.t('Training came to nothing: the text changed at the same moment. Train again.');
  }
  if (ending.kind !== 'not-finite') return undefined;
  const { name } = model.params[ending.param];
  return l10n.t`Training stopped at step ${ending.step}: ${name} would leave the finite numbers. A smaller lr may help; what was reached before is kept.`;
}
