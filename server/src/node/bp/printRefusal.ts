/** Printing why a command can't process a model: on stderr, with the problems of the file. */

import type { StopReason } from '../../engine/training/trainingRun.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { valueRefusal } from '../../training/trainingRefusals.ts';
import { formatProblems } from './check.ts';
import { printError } from './print.ts';

/** @returns the exit code. */
export function printRefusal(file: string, snapshot: Snapshot, reason: string): number {
  printError([reason, ...formatProblems(file, snapshot)].join('\n'));
  return 1;
}

/** Why training stopped early. */
export function stopReason(snapshot: Snapshot, { step, param, value }: StopReason & { kind: 'not-finite' }): string {
  const { name } = snapshot.model.params[param];
  if (step === 1) return valueRefusal(snapshot, name, value).refusal;
  return `Stopped at step ${step}: ${name} would overflow. Try a smaller lr.`;
}
