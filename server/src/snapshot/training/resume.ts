/** Resumption of training: whether the steps taken before belong to a model as it is now. */

import * as l10n from '@vscode/l10n';
import { shapesEqual } from '../../engine/ir/shape.ts';
import { optimizers } from '../../engine/training/optimizers.ts';
import { hasSchedule, type Model, type Param } from '../../language/lowering/model.ts';
import { literalNumbers } from '../../language/syntax/literals.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { Snapshot } from '../snapshot.ts';
import { isReached } from './trainable.ts';
import type { TrainingProgress } from './trainingProgress.ts';

/** True if a step depends on the steps before it by more than the params. */
export function isStateful({ objective, trainingPlan, drawCounter, mode, isModeDependent }: Model): boolean {
  if (objective === undefined || trainingPlan === undefined) return false;
  const { optimizer, hyperparameters, settings } = trainingPlan;
  const { statefulWith } = optimizer;
  const hasOptimizerState = statefulWith === undefined || hyperparameters.has(statefulWith);
  // In evaluation, dropout draws nothing.
  const mayDraw = drawCounter !== undefined || (mode === 'evaluation' && isModeDependent);
  return hasOptimizerState || settings.batch !== undefined || mayDraw || hasSchedule(trainingPlan);
}

/** Why the next step can't continue from the steps taken before, as a clause; undefined if it can. */
export function restartReason(
  model: Model,
  { states, learnedParams, resumeState }: TrainingProgress,
): string | undefined {
  const { trainingPlan: plan, objective, pickedRootName } = model;
  const isTraining = plan !== undefined && objective !== undefined && pickedRootName === undefined;
  if (resumeState === undefined || !isTraining) return undefined;
  const { optimizer, written } = resumeState;
  if (optimizer !== plan.optimizer.name) {
    const label = optimizers.find(({ name }) => name === optimizer)?.label ?? truncate(optimizer);
    return l10n.t`the steps before were taken with ${label}`;
  }
  const reached = model.params.filter((param) => isReached(model, param));
  const added = reached.find(({ name }) => states.size > 0 && !states.has(name));
  if (added) return l10n.t`the param ${added.name} has not been trained before`;
  const removed = [...states.keys()].find((name) => !reached.some((param) => param.name === name));
  if (removed !== undefined) return l10n.t`the param ${truncate(removed)} is no longer trained`;
  const changed = reached.find((param) => !isAsTrained(model, param, { learnedParams, written }));
  return changed && l10n.t`the param ${changed.name} has changed since`;
}

/** Says that training starts over although steps were taken before; undefined if it doesn't. */
export function restartNotice({ restartReason: reason }: Snapshot): string | undefined {
  return reason === undefined ? undefined : l10n.t`Training starts over at step 1: ${reason}.`;
}

/** True if a param is as the steps left it. */
function isAsTrained(
  { program }: Model,
  { name, node, source, isLearned }: Param,
  {
    learnedParams,
    written,
  }: Pick<TrainingProgress, 'learnedParams'> & Pick<NonNullable<TrainingProgress['resumeState']>, 'written'>,
): boolean {
  const tensor = (source ? written : learnedParams).get(name);
  if (tensor === undefined || !shapesEqual(tensor.shape, program.shape(node))) return false;
  if (source === undefined) return isLearned === true;
  const numbers = literalNumbers(source.value);
  return numbers?.every(({ value }, i) => Object.is(value, tensor.values[i])) === true;
}
