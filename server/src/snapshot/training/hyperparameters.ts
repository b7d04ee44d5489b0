/** Hyperparameters of a training step: those that the file sets, or defaults. */

import * as l10n from '@vscode/l10n';
import { formatNumber } from '../../display/numbers.ts';
import { elementsOf, type Values } from '../../engine/ir/values.ts';
import { ranges } from '../../engine/training/optimizers.ts';
import type { Model, TrainingPlan } from '../../language/lowering/model.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';

const shownDigits = 6;

export function hyperparametersOf(plan: TrainingPlan, { program }: Model, values: Values): Record<string, number> {
  return Object.fromEntries(
    plan.optimizer.hyperparameters.map(({ name, default: defaultValue }) => {
      const setting = plan.hyperparameters.get(name);
      return [name, setting === undefined ? defaultValue : elementsOf(program, values, setting.node)[0]];
    }),
  );
}

/** Reports hyperparameters that are out of range. */
export function checkHyperparameters({ trainingPlan, program }: Model, values: Values): Problem[] {
  if (trainingPlan === undefined) return [];
  return trainingPlan.optimizer.hyperparameters.flatMap(({ name, range }) => {
    const setting = trainingPlan.hyperparameters.get(name);
    if (setting === undefined) return [];
    const { requirement, contains } = ranges[range];
    const [value] = elementsOf(program, values, setting.node);
    return contains(value)
      ? []
      : [problem('out-of-range', setting.range, name, l10n.t(requirement), formatNumber(value, shownDigits))];
  });
}
