/** Hyperparameters of a training step: those that the file sets, or defaults. */

import * as l10n from '@vscode/l10n';
import { formatNumber } from '../../display/numbers.ts';
import { elementsOf, type Values } from '../../engine/ir/values.ts';
import { ranges } from '../../engine/training/optimizers.ts';
import type { Model, TrainingPlan } from '../../language/lowering/model.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';
import { lastCounters } from './resumedOrder.ts';
import { scheduledValues } from './schedule.ts';
import type { TrainingProgress } from './trainingProgress.ts';

const shownDigits = 6;

export function hyperparametersOf(plan: TrainingPlan, { program }: Model, values: Values): Record<string, number> {
  return Object.fromEntries(
    plan.optimizer.hyperparameters.map(({ name, default: defaultValue }) => {
      const setting = plan.hyperparameters.get(name);
      return [name, setting === undefined ? defaultValue : elementsOf(program, values, setting.node)[0]];
    }),
  );
}

/**
 * Reports hyperparameters that are out of range at the next step or at the last one of its run.
 * @param progress the steps taken so far.
 */
export function checkHyperparameters(model: Model, values: Values, progress?: TrainingProgress): Problem[] {
  const { trainingPlan, program } = model;
  if (trainingPlan === undefined) return [];
  const last = lastCounters(model, progress);
  return trainingPlan.optimizer.hyperparameters.flatMap(({ name, range }) => {
    const setting = trainingPlan.hyperparameters.get(name);
    if (setting === undefined) return [];
    const { isScheduled } = setting;
    // A schedule may begin or end at 0, as a warm-up does.
    const { requirement, contains } = ranges[isScheduled && range === 'positive' ? 'non-negative' : range];
    const outOfRange = (value: number, step?: number): Problem[] =>
      contains(value)
        ? []
        : [problem('out-of-range', setting.range, name, l10n.t(requirement), formatNumber(value, shownDigits), step)];
    const [value] = elementsOf(program, values, setting.node);
    const next = outOfRange(value);
    if (next.length > 0 || !isScheduled || last === undefined) return next;
    return outOfRange(scheduledValues(model, values, setting, [last])[0], last[0]);
  });
}
