/** Snapshots of models that can be trained. */

import { type Evaluated, isEvaluated, isSound, type Snapshot } from '../snapshot/snapshot.ts';

/** A model that can be trained, unless it fails for one of its batch sizes. */
export type Trainable = Evaluated & {
  readonly model: Evaluated['model'] & Required<Pick<Evaluated['model'], 'objective' | 'training'>>;
};

export function isTrainable(snapshot: Snapshot): snapshot is Trainable {
  const { objective, training, pickedName } = snapshot.model;
  const hasObjective = objective !== undefined && training !== undefined && pickedName === undefined;
  return hasObjective && isSound(snapshot) && isEvaluated(snapshot);
}
