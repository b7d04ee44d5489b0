/** `bp train`: trains a model as its file says, and prints the resulting params. */

import { defaultSettings } from '../../../../protocol/settings.ts';
import { formatQuantity, quantityOf } from '../../display/quantity.ts';
import { sizeOf } from '../../engine/ir/shape.ts';
import { TrainingRun } from '../../engine/training/trainingRun.ts';
import { isRefusal } from '../../language/problems/refusal.ts';
import { literalText } from '../../language/syntax/literals.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { createTrainingJob, isReached } from '../../training/createTrainingJob.ts';
import { hasMoved } from '../../training/stepEdits.ts';
import { nothingMovedRefusal } from '../../training/trainingRefusals.ts';
import { type Command, countOf, parseFileAndOptions, readAndEvaluate } from './command.ts';
import { printLine } from './print.ts';
import { printRefusal, stopReason } from './printRefusal.ts';
import { requireReplaceable, saveTrained } from './saveTrained.ts';
import { takeSteps } from './takeSteps.ts';
import { EpochProgress, StepProgress } from './trainingProgress.ts';

/** Larger params are abbreviated. */
const maxElements = 20;

/** The exit code that shells use after Ctrl-C. */
const interruptedExitCode = 130;

export const train: Command = {
  name: 'train',
  synopsis: 'train FILE [--steps N] [--write]',
  doc: 'train for the epochs of the file, or N steps, and print the params; --write saves them in the file and beside it',
  async run(args) {
    const { file, values } = parseFileAndOptions(train, args, {
      steps: { type: 'string' },
      write: { type: 'boolean' },
    });
    const steps = countOf(train, '--steps', values.steps);
    const snapshot = await readAndEvaluate(file);
    const job = createTrainingJob(snapshot, { ...(steps !== undefined && { steps }), hasFullEvaluation: true });
    if (isRefusal(job)) return printRefusal(file, snapshot, job.refusal);

    const { model } = snapshot;
    if (values.write) await requireReplaceable(file, model);
    const run = new TrainingRun(job);
    const { label } = model.objective!;
    const { epochs } = model.trainingPlan!.settings;
    const isByEpochs = steps === undefined && epochs !== undefined;
    const progress = isByEpochs ? new EpochProgress(epochs, label) : new StepProgress(job.steps, label);
    const { ending, step } = await takeSteps(run, progress);
    if (ending?.kind === 'not-finite') return printRefusal(file, snapshot, stopReason(snapshot, ending));
    if (ending && !hasMoved(job.params, run.params)) return printRefusal(file, snapshot, nothingMovedRefusal().refusal);
    if (ending === undefined) printLine(`Stopped after step ${step} of ${job.steps}.`);
    for (const line of showParams(snapshot, run.params)) printLine(line);
    if (values.write && step > 0) await saveTrained(file, snapshot, run.params);
    return ending ? 0 : interruptedExitCode;
  },
};

/** Prints the params that are trained. */
function showParams({ model }: Snapshot, values: readonly Float64Array[]): string[] {
  return model.params.flatMap((param, i) => {
    if (!isReached(model, param)) return [];
    const shape = model.program.shape(param.node);
    const isLarge = sizeOf(shape) > maxElements;
    const shownValue = isLarge
      ? formatQuantity(quantityOf(values[i], shape), defaultSettings.digits)
      : literalText(values[i], shape);
    return [`${param.name} = ${shownValue}`];
  });
}
