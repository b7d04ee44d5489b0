/** `bp train`: trains a model as its file says, and prints the resulting params. */

import { defaultSettings } from '../../../../protocol/editor/settings.ts';
import { formatQuantity, quantityOf } from '../../display/quantity.ts';
import { type Shape, sizeOf } from '../../engine/ir/shape.ts';
import { conditionName } from '../../engine/training/condition.ts';
import { TrainingRun } from '../../engine/training/trainingRun.ts';
import { checkpointProblems } from '../../language/problems/data.ts';
import type { Problem } from '../../language/problems/problems.ts';
import { isRefusal } from '../../language/problems/refusal.ts';
import { literalText } from '../../language/syntax/literals.ts';
import { sampleTextOf } from '../../snapshot/sample/sampleText.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { restartNotice } from '../../snapshot/training/resume.ts';
import { isReached } from '../../snapshot/training/trainable.ts';
import { noProgress } from '../../snapshot/training/trainingProgress.ts';
import { createTrainingJob, requestFrom } from '../../training/createTrainingJob.ts';
import { hasMoved } from '../../training/stepEdits.ts';
import { formatProblems, problemLine } from './check.ts';
import { type Command, countOf, parseFileAndOptions, readAndEvaluate } from './command.ts';
import { printError, printLine } from './print.ts';
import { printRefusal, stopReason } from './printRefusal.ts';
import { EpochProgress, StepProgress } from './progressLines.ts';
import { requireReplaceable, saveTrained } from './saveTrained.ts';
import { takeSteps } from './takeSteps.ts';

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
    const job = createTrainingJob(snapshot, {
      ...requestFrom(snapshot.trainingProgress ?? noProgress),
      ...(steps !== undefined && { steps }),
      hasFullEvaluation: true,
    });
    if (isRefusal(job)) return printRefusal(file, snapshot, job.refusal);

    const { model } = snapshot;
    if (values.write) await requireReplaceable(file, model);
    for (const problem of snapshot.problems)
      if (isOfCheckpoint(problem)) printError(problemLine(file, snapshot.lines, problem));
    const notice = restartNotice(snapshot);
    if (notice !== undefined) printError(notice);
    const run = new TrainingRun(job);
    const sampleText = sampleTextOf(model);
    const label = sampleText === undefined ? model.objective!.label : `${model.objective!.label} (${sampleText})`;
    const { epochs } = model.trainingPlan!.settings;
    const isByEpochs = steps === undefined && epochs !== undefined;
    const progress = isByEpochs
      ? new EpochProgress(run, job.steps, label)
      : new StepProgress(run.step, job.steps, label);
    const { ending, step } = await takeSteps(run, progress);
    if (ending?.kind === 'not-finite') return printRefusal(file, snapshot, stopReason(snapshot, ending));
    const isUnchanged = ending !== undefined && !hasMoved(job.params, run.params);
    if (isUnchanged) {
      printLine('No param changed: every gradient is 0 or too small to change one.');
      const warnings = snapshot.problems.filter(({ severity }) => severity === 'warning');
      for (const shown of formatProblems(file, { ...snapshot, problems: warnings })) printError(shown);
    }
    if (ending?.kind === 'condition') printLine(`Ended after step ${step}: until ${conditionText(snapshot)}.`);
    if (ending === undefined) printLine(`Stopped after step ${step} of ${job.startStep + job.steps}.`);
    for (const line of showParams(snapshot, run.params)) printLine(line);
    if (values.write && !isUnchanged && step > job.startStep) await saveTrained(file, snapshot, run.state);
    return ending ? 0 : interruptedExitCode;
  },
};

/** The source of the condition that ends a run. */
function conditionText({ text, model }: Snapshot): string {
  const { start, end } = model.trainingPlan!.hyperparameters.get(conditionName)!.range;
  return text.slice(start, end);
}

/** True if something saved beside the file can't be used. */
function isOfCheckpoint({ code }: Problem): boolean {
  return code in checkpointProblems;
}

/** Prints the params that are trained, and the running statistics. */
function showParams({ model }: Snapshot, values: readonly Float64Array[]): string[] {
  const { params, runningStatistics, program } = model;
  const show = (name: string, shape: Shape, numbers: Float64Array): string => {
    const isLarge = sizeOf(shape) > maxElements;
    const shownValue = isLarge
      ? formatQuantity(quantityOf(numbers, shape), defaultSettings.digits)
      : literalText(numbers, shape);
    return `${name} = ${shownValue}`;
  };
  return [
    ...params.flatMap((param, i) =>
      isReached(model, param) ? [show(param.name, program.shape(param.node), values[i])] : [],
    ),
    ...runningStatistics.map(({ name, shape }, i) => show(name, shape, values[params.length + i])),
  ];
}
