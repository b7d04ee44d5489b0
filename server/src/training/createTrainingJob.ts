/** The training job of a model: its programs, data, params and batches. */

import type { Precision } from '../engine/ir/precision.ts';
import type { Tensor } from '../engine/ir/tensor.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { type BatchCursor, Batches, type BatchOrder } from '../engine/training/batches.ts';
import { compatibleState, type OptimizerState } from '../engine/training/optimizers.ts';
import type { TrainingJob } from '../engine/training/trainingJob.ts';
import type { OrderState } from '../engine/training/trainingRun.ts';
import { type LearnedParams, type Model, type TrainSettings, trainedTensors } from '../language/lowering/model.ts';
import { isRefusal, type Refusal } from '../language/problems/refusal.ts';
import type { EvaluatedSnapshot, Snapshot } from '../snapshot/snapshot.ts';
import { sampleCountOf } from '../snapshot/training/batchModels.ts';
import { hyperparametersOf } from '../snapshot/training/hyperparameters.ts';
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
  const count = steps ?? (epochs === undefined ? 1 : epochs * batches.stepsPerEpoch);
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
  };
}

/** The current values of all that training changes, in the order of `trainedTensors`. */
export function trainedValuesOf({ model, evaluation }: EvaluatedSnapshot): readonly Float64Array[] {
  const { program, params, runningStatistics } = model;
  return [
    ...params.map(({ node }) => elementsOf(program, evaluation.values, node)),
    ...runningStatistics.map(({ values }) => values),
  ];
}

function batchOrderOf(
  { batch: scheduledBatch, seed, holdout, shuffle }: TrainSettings,
  batch: number | null = scheduledBatch ?? null,
): BatchOrder {
  return { seed, holdout, ...(batch !== null && { batch }), ...(shuffle === 0 && { isSequential: true }) };
}

/** The request to continue from some steps. */
export function requestFrom({ stepCount, states, resumeState }: TrainingProgress): TrainingRequest {
  return { startStep: stepCount, states, order: resumeState?.order };
}

interface ResumedOrder {
  readonly batchOrder: BatchOrder;
  readonly cursor?: BatchCursor | undefined;
}

/** Continues an order within its epoch; after a change of the samples, of their batches or of the seed, another epoch begins. */
function resumedOrder(
  batchOrder: BatchOrder,
  samples: number,
  startStep: number,
  order: OrderState | undefined,
): ResumedOrder {
  if (order === undefined) return { batchOrder };
  const previous = order.batchOrder;
  const isSame =
    samples === order.samples &&
    batchOrder.seed === previous.seed &&
    batchOrder.holdout === previous.holdout &&
    batchOrder.batch === previous.batch &&
    batchOrder.isSequential === previous.isSequential;
  const draws = new Batches(samples, previous, order.cursor).epochsToDraw(startStep);
  // A cursor of another epoch was not saved by a run, and drawing many epochs could take forever.
  if (isSame && draws >= 0 && draws <= 2) return { batchOrder: previous, cursor: order.cursor };
  return { batchOrder: { ...batchOrder, origin: { step: startStep, epoch: order.epoch } } };
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
