/** `bp train`: trains a model as its file says, and prints where that took the params. */

import { quantityOf, showQuantity } from '../../display/quantity.ts';
import { sizeOf } from '../../engine/ir/shape.ts';
import { TrainingRun } from '../../engine/training/train.ts';
import { defaultSettings } from '../../protocol/settings.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { isRefusal, nothingMoved } from '../../training/refusal.ts';
import { isMoved, literalText } from '../../training/stepEdits.ts';
import { isReached, trainingJob } from '../../training/trainingJob.ts';
import { type Command, countOf, parseFileAndOptions, readEvaluated } from './command.ts';
import { refuse, whyStopped } from './refuse.ts';
import { saveTrained } from './saveTrained.ts';
import { takeSteps } from './takeSteps.ts';
import { ByEpochs, BySteps } from './trainingProgress.ts';

/** Larger params are printed in few words. */
const mostElements = 20;

/** What a shell takes for a program that Ctrl-C ended. */
const interruptedExit = 130;

export const train: Command = {
  name: 'train',
  synopsis: 'train FILE [--steps N] [--write]',
  doc: 'take the epochs of the file, or N steps, and print where the params went; --write keeps that in the file and beside it',
  async run(given) {
    const { file, values } = parseFileAndOptions(train, given, {
      steps: { type: 'string' },
      write: { type: 'boolean' },
    });
    const steps = countOf(train, '--steps', values.steps);
    const snapshot = await readEvaluated(file);
    const job = trainingJob(snapshot, { ...(steps !== undefined && { steps }), isMeasured: true });
    if (isRefusal(job)) return refuse(file, snapshot, job.refusal);

    const { model } = snapshot;
    const run = new TrainingRun(job);
    const { label } = model.objective!;
    const { epochs } = model.training!.schedule;
    const isByEpochs = steps === undefined && epochs !== undefined;
    const progress = isByEpochs ? new ByEpochs(epochs, label) : new BySteps(job.steps, label);
    const { ending, step } = await takeSteps(run, progress);
    if (ending?.kind === 'not-finite') return refuse(file, snapshot, whyStopped(snapshot, ending));
    if (ending && !isMoved(job.params, run.params)) return refuse(file, snapshot, nothingMoved().refusal);
    if (ending === undefined) console.log(`Stopped after step ${step} of ${job.steps}.`);
    for (const shown of showParams(snapshot, run.params)) console.log(shown);
    if (values.write && step > 0) await saveTrained(file, snapshot, run.params);
    return ending ? 0 : interruptedExit;
  },
};

/** Those that training moves. */
function showParams({ model }: Snapshot, values: readonly Float64Array[]): string[] {
  return model.params.flatMap((param, i) => {
    if (!isReached(model, param)) return [];
    const shape = model.program.shape(param.node);
    const isLarge = sizeOf(shape) > mostElements;
    const shown = isLarge
      ? showQuantity(quantityOf(values[i], shape), defaultSettings.digits)
      : literalText(values[i], shape);
    return [`${param.name} = ${shown}`];
  });
}
