/** The training job of a model: its programs, data, params and batches. */

import type { Precision } from '../engine/ir/precision.ts';
import type { Tensor } from '../engine/ir/tensor.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { Batches } from '../engine/training/batches.ts';
import { compatibleState, type OptimizerState } from '../engine/training/optimizers.ts';
import { maxOpenSteps } from '../engine/training/session/sessionCommands.ts';
import type { TrainingJob } from '../engine/training/trainingJob.ts';
import type { OrderState } from '../engine/training/trainingRun.ts';
import {
  dependsOnSteps,
  hasCondition,
  type LearnedParams,
  type Model,
  sampleCountOf,
  type TrainingPlan,
  trainedTensors,
} from '../language/lowering/model.ts';
import { isRefusal, type Refusal } from '../language/problems/refusal.ts';
import { evaluatedCount } from '../snapshot/sample/allSamples.ts';
import type { EvaluatedSnapshot, Snapshot } from '../snapshot/snapshot.ts';
import { hyperparametersOf } from '../snapshot/training/hyperparameters.ts';
import { batchOrderOf, resumedOrder } from '../snapshot/training/resumedOrder.ts';
import { isReached, isTrainable } from '../snapshot/training/trainable.ts';
import type { OptimizerStates, TrainingProgress } from '../snapshot/training/trainingProgress.ts';
import { batchProgramsFor, copyValuesOf } from './batchPrograms.ts';
import { nothingToTrainRefusal, untrainableRefusal } from './trainingRefusals.ts';

export interface TrainingRequest {
  /** The number of steps. By default the epochs of the file, or 1 step if it names none. */
  readonly steps?: number;
  /** The number of steps taken before, and the optimizer states after them. */
  readonly startStep?: number;
  readonly states?: OptimizerStates;
  /** The order of the samples after those steps; absent if it is that of the file from the first step on. */
  readonly order?: OrderState | undefined;
  /** Samples per step, null for all of them. By default that of the file. */
  readonly batch?: number | null;
  /** By default that of the file. */
  readonly precision?: Precision;
  /** True if the objective is also evaluated over all training samples and all held-out ones. */
  readonly hasFullEvaluation?: boolean;
}

/** The job that trains a model from its current params, or why there is none. */
export function createTrainingJob(
  snapshot: Snapshot,
  {
    steps,
    startStep = 0,
    states = new Map(),
    order,
    batch,
    precision,
    hasFullEvaluation = false,
  }: TrainingRequest = {},
): TrainingJob | Refusal {
  if (!isTrainable(snapshot)) return untrainableRefusal(snapshot);
  const { model, evaluation } = snapshot;
  if (!model.params.some((param) => isReached(model, param))) return nothingToTrainRefusal();
  const { optimizer, settings } = model.trainingPlan;
  const { epochs } = settings;
  const sampleCount = sampleCountOf(model);
  const { batchOrder, cursor } = resumedOrder(batchOrderOf(settings, batch), sampleCount, startStep, order);
  const batches = new Batches(sampleCount, batchOrder, cursor);
  const count = steps ?? stepsOfRun(model.trainingPlan, batches, startStep);
  const batchPrograms = batchProgramsFor(snapshot, batches, batches.lengths(startStep, count), hasFullEvaluation);
  if (isRefusal(batchPrograms)) return batchPrograms;
  const params = trainedValuesOf(snapshot).map((values) => values.slice());
  return {
    programs: batchPrograms.programs,
    params,
    states: trainedTensors(model).map(({ name }, i) => compatibleState(states.get(name), params[i].length)),
    data: copyValuesOf(snapshot, batchPrograms.samples),
    sampleCount,
    batchOrder,
    ...(cursor && { cursor }),
    optimizer: optimizer.name,
    precision: precision ?? settings.precision,
    hyperparameters: hyperparametersOf(model.trainingPlan, model, evaluation.values),
    startStep,
    steps: count,
    hasFullEvaluation,
    ...(model.sample && { evaluatedCount: evaluatedCount(model, sampleCount) }),
    ...(epochs !== undefined && { epochs }),
  };
}

/** The number of steps from `startStep` on; a schedule that depends on it ends there. */
function stepsOfRun(plan: TrainingPlan, batches: Batches, startStep: number): number {
  const { epochs } = plan.settings;
  if (epochs === undefined) return hasCondition(plan) ? maxOpenSteps : 1;
  return dependsOnSteps(plan) ? batches.endOfRun(startStep, epochs) - startStep : epochs * batches.stepsPerEpoch;
}

/** The current values of all that training changes, in the order of `trainedTensors`. */
export function trainedValuesOf({ model, evaluation }: EvaluatedSnapshot): readonly Float64Array[] {
  const { program, params, runningStatistics } = model;
  return [
    ...params.map(({ node }) => elementsOf(program, evaluation.values, node)),
    ...runningStatistics.map(({ values }) => values),
  ];
}

/** The request to continue from some steps. */
export function requestFrom({ stepCount, states, resumeState }: TrainingProgress): TrainingRequest {
  return { startStep: stepCount, states, order: resumeState?.order };
}

/**
 * Values that training stores beside the file, by full name.
 * @param values the values of all params and statistics, in the order of the model.
 */
export function learnedParamsOf(
  { params, runningStatistics, program }: Model,
  values: readonly Float64Array[],
): LearnedParams {
  return new Map([
    ...params.flatMap(({ name, node, source }, i) =>
      source ? [] : [[name, { shape: program.shape(node), values: values[i] }] as const],
    ),
    ...runningStatistics.map(({ name, shape }, i) => [name, { shape, values: values[params.length + i] }] as const),
  ]);
}

/**
 * Values that training writes into the text, by the name of the param.
 * @param values the values of all params, in the order of the model.
 */
export function writtenValuesOf(model: Model, values: readonly Float64Array[]): ReadonlyMap<string, Tensor> {
  const { params, program } = model;
  return new Map(
    params.flatMap((param, i) =>
      param.source && isReached(model, param)
        ? [[param.name, { shape: program.shape(param.node), values: values[i] }] as const]
        : [],
    ),
  );
}

export function optimizerStatesOf({ params }: Model, states: readonly (OptimizerState | undefined)[]): OptimizerStates {
  return new Map(params.flatMap(({ name }, i) => (states[i] ? [[name, states[i]] as const] : [])));
}
