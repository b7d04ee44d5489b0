/** Snapshots of models that can be trained, and the params that training changes. */

import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import type { Model, Param } from '../../language/lowering/model.ts';
import { type EvaluatedSnapshot, isEvaluated, isSound, type Snapshot } from '../snapshot.ts';

/** A snapshot whose model can be trained, unless it fails for one of its batch sizes. */
export type TrainableSnapshot = EvaluatedSnapshot & {
  readonly model: EvaluatedSnapshot['model'] & Required<Pick<EvaluatedSnapshot['model'], 'objective' | 'trainingPlan'>>;
};

export function isTrainable(snapshot: Snapshot): snapshot is TrainableSnapshot {
  const { objective, trainingPlan, pickedRootName } = snapshot.model;
  const hasObjective = objective !== undefined && trainingPlan !== undefined && pickedRootName === undefined;
  return hasObjective && isSound(snapshot) && isEvaluated(snapshot);
}

/** True if training changes a param: the objective depends on it, and it is not frozen. */
export function isReached({ objective, trainingPlan }: Model, { node }: Pick<Param, 'node'>): boolean {
  if (objective === undefined || trainingPlan?.frozen?.has(node)) return false;
  return adjointOf(objective.backwardPass, node) !== undefined;
}
