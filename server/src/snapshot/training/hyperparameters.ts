/** Hyperparameters of a training step: those that the file sets, or defaults. */

import * as l10n from '@vscode/l10n';
import { formatNumber } from '../../display/numbers.ts';
import { elementsOf, type Values } from '../../engine/ir/values.ts';
import { clippingTable } from '../../engine/training/clipping.ts';
import { ranges } from '../../engine/training/optimizers.ts';
import type { Model, TrainingPlan } from '../../language/lowering/model.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';
import { lastCounters } from './resumedOrder.ts';
import { scheduledValues } from './schedule.ts';
import type { TrainingProgress } from './trainingProgress.ts';

const shownDigits = 6;

/** Every hyperparameter of the optimizer, and those of clipping that the file sets. */
export function hyperparametersOf(plan: TrainingPlan, { program }: Model, values: Values): Record<string, number> {
  const set = [...plan.hyperparameters].map(
    ([name, { node }]) => [name, elementsOf(program, values, node)[0]] as const,
  );
  const defaults = plan.optimizer.hyperparameters.map((row) => [row.name, row.default] as const);
  return Object.fromEntries([...defaults, ...set]);
}

/**
 * Reports hyperparameters that are out of range at the next step or at the last one of its run.
 * @param progress the steps taken so far.
 */
export function checkHyperparameters(model: Model, values: Values, progress?: TrainingProgress): Problem[] {
  const { trainingPlan, program } = model;
  if (trainingPlan === undefined) return [];
  const last = lastCounters(model, progress);
  return [...trainingPlan.optimizer.hyperparameters, ...clippingTable].flatMap(({ name, range }) => {
    const setting = trainingPlan.hyperparameters.get(name);
    if (setting === undefined) return [];
    const { isScheduled } = setting;
    // A schedule may begin or end at 0, as a warm-up does.
    const { requirement, contains } = ranges[isScheduled && name === 'lr' ? 'non-negative' : range];
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
