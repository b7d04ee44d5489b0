/** Printing why a command can't process a model: on stderr, with the problems of the file. */

import type { NonFiniteStep } from '../../engine/training/trainingRun.ts';
import { trainedTensors } from '../../language/lowering/model.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { nanAdvice } from '../../training/nanAdvice.ts';
import { isRunningStatistic, statisticOverflowAdvice } from '../../training/overflowAdvice.ts';
import { valueRefusal } from '../../training/trainingRefusals.ts';
import { formatProblems } from './check.ts';
import { printError } from './print.ts';

/** @returns the exit code. */
export function printRefusal(file: string, snapshot: Snapshot, reason: string): number {
  printError([reason, ...formatProblems(file, snapshot)].join('\n'));
  return 1;
}

/** Why training stopped early. */
export function stopReason(snapshot: Snapshot, failure: NonFiniteStep): string {
  const { step, param, value, miniBatch } = failure;
  if (step === 1) return valueRefusal(snapshot, failure).refusal;
  const { name } = trainedTensors(snapshot.model)[param];
  if (Number.isNaN(value)) return `Stopped at step ${step}: ${name} would become NaN. ${nanAdvice(miniBatch)}`;
  const advice = isRunningStatistic(snapshot.model, param) ? statisticOverflowAdvice() : 'Try a smaller lr.';
  return `Stopped at step ${step}: ${name} would overflow. ${advice}`;
}
