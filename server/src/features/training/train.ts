/** The command `backprop.train`: all steps that the file asks for, watched while they are taken, and one undo for the whole run. */

import * as l10n from '@vscode/l10n';
import { type CancellationToken, CancellationTokenSource, type Connection } from 'vscode-languageserver';
import { showNumber } from '../../display/numbers.ts';
import type { TrainingReport, TrainingResult } from '../../engine/training/reportedTraining.ts';
import type { TrainingJob } from '../../engine/training/train.ts';
import { trainCommand } from '../../protocol/commands.ts';
import { analyse, type Snapshot, withValues } from '../../snapshot/snapshot.ts';
import { isRefusal } from '../../training/refusal.ts';
import { isMoved, stepOf } from '../../training/stepEdits.ts';
import { type TrainingUnderway, trainingJob } from '../../training/trainingJob.ts';
import type { FileView, Server } from '../feature.ts';
import { warn } from '../messages.ts';
import { applyStep } from './applyStep.ts';
import type { Command } from './commands.ts';
import { withProgress } from './progress.ts';

/** Where the file doesn't say how often to go through the samples. */
const defaultSteps = 100;

export const train: Command = {
  id: trainCommand,
  prepare(connection, server) {
    return async (uri, cancelled) => {
      const trainer = server.trainers.get(uri);
      if (trainer) return warn(connection, l10n.t`No training started: ${trainer.busy}`);
      server.trainers.set(uri, { busy: l10n.t('this file is being trained. Cancel that first.') });
      try {
        const message = await trainFile(connection, server, uri, cancelled);
        if (message !== undefined) warn(connection, message);
      } finally {
        server.trainers.delete(uri);
      }
    };
  },
};

/** Trains to the end, or to where it is stopped; what there is to say of that. */
async function trainFile(
  connection: Connection,
  server: Server,
  uri: string,
  cancelled: CancellationToken,
): Promise<string | undefined> {
  const file = await server.finished(uri);
  if (file === undefined) return l10n.t('No training started: the file is not open in the editor.');
  const { snapshot } = file;
  const { count: from, states } = server.stepsTaken(uri);
  const hasEpochs = snapshot.model.training?.schedule.epochs !== undefined;
  const steps = hasEpochs ? {} : { steps: defaultSteps };
  const job = trainingJob(snapshot, { ...steps, from, states, isMeasured: true });
  if (isRefusal(job)) return job.refusal;
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  return withProgress(
    connection,
    { title: l10n.t`Training ${name}`, isMeasured: true },
    cancelled,
    async (stop, report) => {
      const { outcome, isOvertaken } = await watched(server, file, job, stop, report);
      if ('lost' in outcome) return l10n.t`Training was lost: ${outcome.lost}. Nothing was written.`;
      if (isOvertaken) return l10n.t('Training stopped: the text was changed meanwhile, so nothing was written.');
      return write(connection, server, file, job, outcome);
    },
  );
}

interface Watched {
  readonly outcome: Awaited<TrainingUnderway['ended']>;
  /** Whether the text is another one by now. */
  readonly isOvertaken: boolean;
}

/** Trains, and shows the numbers of the whole model as they move. */
async function watched(
  server: Server,
  { uri, snapshot }: FileView,
  job: TrainingJob,
  stop: CancellationToken,
  report: (message: string, percentage: number) => void,
): Promise<Watched> {
  const unevaluated = analyse(snapshot.text, snapshot.version, snapshot.surroundings);
  let shown: Snapshot = snapshot;
  const overtaken = new CancellationTokenSource();
  const run = server.train(snapshot.model, job, (now) => {
    report(describe(snapshot, job, now), (100 * (now.progress.step - job.from)) / job.steps);
    const moved = withValues(unevaluated, now.values);
    if (server.amend(uri, shown, moved)) shown = moved;
    else overtaken.cancel();
  });
  for (const token of [stop, overtaken.token]) {
    if (token.isCancellationRequested) run.stop();
    token.onCancellationRequested(run.stop);
  }
  const outcome = await run.ended;
  // What was shown on the way is not what the text says.
  return { outcome, isOvertaken: !server.amend(uri, shown, snapshot) };
}

/** `epoch 3 of 10 · L = 0.1234 · held out 0.13 · 2,340 steps/s`. */
function describe(
  { model }: Snapshot,
  { steps }: TrainingJob,
  { progress, heldOut, stepsPerSecond }: TrainingReport,
): string {
  const { epochs } = model.training?.schedule ?? {};
  const place =
    epochs === undefined
      ? l10n.t`step ${progress.step} of ${progress.steps}`
      : l10n.t`epoch ${progress.epoch} of ${Math.ceil((progress.steps * epochs) / steps)}`;
  const parts = [place, `${model.objective?.label} = ${showNumber(progress.loss, shownDigits)}`];
  if (heldOut !== undefined) parts.push(l10n.t`held out ${showNumber(heldOut, shownDigits)}`);
  return [...parts, l10n.t`${speed.format(stepsPerSecond)} steps/s`].join(' · ');
}

const shownDigits = 4;
const speed = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Brings the params into the file; what there is to say of how it ended. */
async function write(
  connection: Connection,
  server: Server,
  file: FileView,
  job: TrainingJob,
  { ending, params, states, progress }: TrainingResult,
): Promise<string | undefined> {
  const { model } = file.snapshot;
  if (isMoved(job.params, params)) {
    const step = stepOf(model, job.params, { params, states }, progress?.step ?? job.from);
    const isApplied = await applyStep(connection, server, l10n.t('Train'), file, step);
    if (!isApplied) return l10n.t('Training came to nothing: the text changed at the same moment. Train again.');
  }
  if (ending.kind !== 'not-finite') return undefined;
  const { name } = model.params[ending.param];
  return l10n.t`Training stopped at step ${ending.step}: ${name} would leave the finite numbers. A smaller lr may help; what was reached before is kept.`;
}
