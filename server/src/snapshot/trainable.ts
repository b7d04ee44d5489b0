/** Models that can be trained, and their params that training changes. */

import { adjointOf } from '../engine/autodiff/differentiate.ts';
import type { Model, Param } from '../language/lowering/model.ts';
import { type Evaluated, isEvaluated, isSound, type Snapshot } from './snapshot.ts';

/** A model that can be trained, unless it fails for one of its batch sizes. */
export type Trainable = Evaluated & {
  readonly model: Evaluated['model'] & Required<Pick<Evaluated['model'], 'objective' | 'trainingPlan'>>;
};

export function isTrainable(snapshot: Snapshot): snapshot is Trainable {
  const { objective, trainingPlan, pickedRootName } = snapshot.model;
  const hasObjective = objective !== undefined && trainingPlan !== undefined && pickedRootName === undefined;
  return hasObjective && isSound(snapshot) && isEvaluated(snapshot);
}

/** True if the objective depends on a param, so that training changes it. */
export function isReached({ objective }: Model, { node }: Param): boolean {
  return objective !== undefined && adjointOf(objective.backwardPass, node) !== undefined;
}
