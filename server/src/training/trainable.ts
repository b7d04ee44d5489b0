/** Snapshots of models that can be trained. */

import { type Evaluated, isEvaluated, isSound, type Snapshot } from '../snapshot/snapshot.ts';

/** A model that can be trained, unless it fails for one of its batch sizes. */
export type Trainable = Evaluated & {
  readonly model: Evaluated['model'] & Required<Pick<Evaluated['model'], 'objective' | 'trainingPlan'>>;
};

export function isTrainable(snapshot: Snapshot): snapshot is Trainable {
  const { objective, trainingPlan, pickedRootName } = snapshot.model;
  const hasObjective = objective !== undefined && trainingPlan !== undefined && pickedRootName === undefined;
  return hasObjective && isSound(snapshot) && isEvaluated(snapshot);
}
