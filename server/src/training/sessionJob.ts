/** A model to the job of a training session, with what there is to see of it. */

import { flatten } from '../engine/runtime/flatProgram.ts';
import type { SessionCommand, SessionJob } from '../engine/training/session/commands.ts';
import type { Model } from '../language/lowering/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type DecisionSurface, decisionSurfaceOf } from './decisionSurface.ts';
import { isRefusal, isTrainable, type Refusal, untrainableRefusal } from './refusal.ts';
import { isReached, type TrainingRequest, trainingJob } from './trainingJob.ts';

/** A training session that goes on in a worker. */
export interface RunningSession {
  /** How the worker was lost, as a part of a sentence; undefined where it was ended. */
  readonly ended: Promise<string | undefined>;
  readonly send: (command: SessionCommand) => void;
  readonly end: () => void;
}

export interface SessionPlan {
  readonly job: SessionJob;
  /** What the gradient norms are of, in the order of the job. */
  readonly layers: readonly string[];
  readonly surface: DecisionSurface | Refusal;
}

export function sessionPlan(
  snapshot: Snapshot,
  request: Pick<TrainingRequest, 'from' | 'states' | 'batch'>,
): SessionPlan | Refusal {
  if (!isTrainable(snapshot)) return untrainableRefusal(snapshot);
  const training = trainingJob(snapshot, { ...request, steps: Number.POSITIVE_INFINITY, isMeasured: true });
  if (isRefusal(training)) return training;
  const { model } = snapshot;
  const layers = layersOf(model);
  const surface = decisionSurfaceOf(snapshot);
  return {
    job: {
      training: { ...training, layers: [...layers.values()] },
      program: flatten(model.program),
      params: model.params.map(({ node }) => node),
      ...(!isRefusal(surface) && { surface: surface.job }),
    },
    layers: [...layers.keys()],
    surface,
  };
}

/** The places of the params that training moves, by what comes before the last dot of their names; one without a dot is a layer of its own. */
function layersOf(model: Model): ReadonlyMap<string, readonly number[]> {
  const layers = new Map<string, number[]>();
  for (const [paramIndex, param] of model.params.entries()) {
    if (!isReached(model, param)) continue;
    const { name } = param;
    const layer = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : name;
    layers.set(layer, [...(layers.get(layer) ?? []), paramIndex]);
  }
  return layers;
}
