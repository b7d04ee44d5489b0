/** A model to the job of a training session, with what there is to see of it. */

import { flatten } from '../engine/ir/transfer.ts';
import type { SessionJob, SessionOrder } from '../engine/training/session/commands.ts';
import type { Model } from '../language/lowering/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type Plane, planeOf } from './decisionSurface.ts';
import { isRefusal, isTrainable, type Refusal, untrainable } from './refusal.ts';
import { isReached, type TrainingRequest, trainingJob } from './trainingJob.ts';

/** A training session that goes on in a worker. */
export interface SessionUnderway {
  /** How the worker was lost, as a part of a sentence; undefined where it was ended. */
  readonly ended: Promise<string | undefined>;
  readonly tell: (order: SessionOrder) => void;
  readonly end: () => void;
}

export interface SessionPlan {
  readonly job: SessionJob;
  /** What the gradient norms are of, in the order of the job. */
  readonly layers: readonly string[];
  readonly plane: Plane | Refusal;
}

export function sessionPlan(
  snapshot: Snapshot,
  request: Pick<TrainingRequest, 'from' | 'states' | 'batch'>,
): SessionPlan | Refusal {
  if (!isTrainable(snapshot)) return untrainable(snapshot);
  const training = trainingJob(snapshot, { ...request, steps: Number.POSITIVE_INFINITY, isMeasured: true });
  if (isRefusal(training)) return training;
  const { model } = snapshot;
  const layers = layersOf(model);
  const plane = planeOf(snapshot);
  return {
    job: {
      training: { ...training, layers: [...layers.values()] },
      program: flatten(model.program),
      params: model.params.map(({ node }) => node),
      ...(!isRefusal(plane) && { surface: plane.job }),
    },
    layers: [...layers.keys()],
    plane,
  };
}

/** The places of the params that training moves, by what comes before the last dot of their names; one without a dot is a layer of its own. */
function layersOf(model: Model): ReadonlyMap<string, readonly number[]> {
  const layers = new Map<string, number[]>();
  for (const [place, param] of model.params.entries()) {
    if (!isReached(model, param)) continue;
    const { name } = param;
    const layer = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : name;
    layers.set(layer, [...(layers.get(layer) ?? []), place]);
  }
  return layers;
}
