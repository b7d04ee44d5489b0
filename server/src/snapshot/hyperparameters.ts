/** The numbers that a step of training goes by: what the file says of them, else their defaults. */

import { showNumber } from '../display/numbers.ts';
import { elementsOf, type Values } from '../engine/execute.ts';
import type { Model, TrainingPlan } from '../language/model.ts';
import { type Problem, problem } from '../language/problems.ts';

const shownDigits = 6;

export function hyperparametersOf(plan: TrainingPlan, { program }: Model, values: Values): Record<string, number> {
  return Object.fromEntries(
    plan.optimizer.hyperparameters.map(({ name, default: standard }) => {
      const given = plan.hyperparameters.get(name);
      return [name, given === undefined ? standard : elementsOf(program, values, given.node)[0]];
    }),
  );
}

/** The problems of hyperparameters that no step can go by. */
export function checkHyperparameters({ training, program }: Model, values: Values): Problem[] {
  return [...(training?.hyperparameters ?? [])].flatMap(([name, { node, expression }]) => {
    const [value] = elementsOf(program, values, node);
    const isPositive = value > 0 && Number.isFinite(value);
    return isPositive ? [] : [problem('not-positive', expression, name, showNumber(value, shownDigits))];
  });
}
