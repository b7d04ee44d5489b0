/** Jobs of training sessions; in the panel with the layers, the plot of the output and the confusion matrix that a session measures. */

import { flatten } from '../engine/runtime/flatProgram.ts';
import { noCounterLeaves } from '../engine/training/counters.ts';
import type { SessionJob } from '../engine/training/session/sessionCommands.ts';
import { type Model, trainedTensors } from '../language/lowering/model.ts';
import { isRefusal, type Refusal } from '../language/problems/refusal.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { isReached, isTrainable } from '../snapshot/training/trainable.ts';
import { type ConfusionMatrix, confusionMatrixOf } from './confusionMatrix.ts';
import { createTrainingJob, type TrainingRequest } from './createTrainingJob.ts';
import { type OutputPlot, outputPlotOf } from './outputPlot.ts';
import { type ScalarCurves, scalarCurvesOf } from './scalarCurves.ts';
import { untrainableRefusal } from './trainingRefusals.ts';

export interface SessionSetup {
  readonly job: SessionJob;
  /** The names of the layers whose gradient norms are measured, in the order of the job. */
  readonly layers: readonly string[];
  readonly surface: OutputPlot | Refusal;
  /** Undefined if the model is not a classifier. */
  readonly confusion: ConfusionMatrix | Refusal | undefined;
  /** Undefined if the file names none to plot. */
  readonly scalars: ScalarCurves | undefined;
}

/** The job of a session in the panel, which also measures the gradient norms of layers, the plot of the output and the confusion matrix. */
export function createSessionSetup(
  snapshot: Snapshot,
  request: Pick<TrainingRequest, 'startStep' | 'states' | 'order' | 'batch'>,
): SessionSetup | Refusal {
  if (!isTrainable(snapshot)) return untrainableRefusal(snapshot);
  const job = createSessionJob(snapshot, { ...request, steps: Number.POSITIVE_INFINITY });
  if (isRefusal(job)) return job;
  const layers = layersOf(snapshot.model);
  const surface = outputPlotOf(snapshot);
  const confusion = confusionMatrixOf(snapshot);
  const scalars = scalarCurvesOf(snapshot);
  return {
    job: {
      ...job,
      trainingJob: { ...job.trainingJob, layers: [...layers.values()] },
      ...(!isRefusal(surface) && { surface: surface.job }),
      ...(confusion && !isRefusal(confusion) && { confusion: confusion.job }),
      ...(scalars && { scalars: scalars.job }),
    },
    layers: [...layers.keys()],
    surface,
    confusion,
    scalars,
  };
}

/** @param request the number of steps and the first one. */
export function createSessionJob(snapshot: Snapshot, request: TrainingRequest): SessionJob | Refusal {
  const trainingJob = createTrainingJob(snapshot, { ...request, hasFullEvaluation: true });
  if (isRefusal(trainingJob)) return trainingJob;
  const params = trainedTensors(snapshot.model).map(({ node = -1 }) => node);
  const { program, trainingPlan } = snapshot.model;
  const { counters = noCounterLeaves } = trainingPlan ?? {};
  return { trainingJob, program: flatten(program), params, counters };
}

/** The indices of the params that training moves, by the part of their names before the last dot. A name without a dot is a layer of its own. */
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
