/** The training job of a model: its programs, data, params and batches. */

import { adjointOf } from '../engine/autodiff/differentiate.ts';
import type { Precision } from '../engine/ir/precision.ts';
import type { NodeId } from '../engine/ir/program.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { Batches, type BatchOrder } from '../engine/training/batches.ts';
import type { OptimizerState } from '../engine/training/optimizers.ts';
import type { TrainingJob } from '../engine/training/trainingJob.ts';
import type { Model, Param, TrainedValues, TrainSettings } from '../language/lowering/model.ts';
import { isRefusal, type Refusal } from '../language/problems/refusal.ts';
import { hyperparametersOf } from '../snapshot/hyperparameters.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { batchProgramsFor, sampleCountOf } from './batchPrograms.ts';
import { isTrainable } from './trainable.ts';
import { nothingToTrainRefusal, untrainableRefusal } from './trainingRefusals.ts';

/** Optimizer states by the full names of params. */
export type OptimizerStates = ReadonlyMap<string, OptimizerState>;

export interface TrainingRequest {
  /** The number of steps. By default the epochs of the file, or 1 step if it names none. */
  readonly steps?: number;
  /** The number of steps taken before, and the optimizer states after them. */
  readonly startStep?: number;
  readonly states?: OptimizerStates;
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
  { steps, startStep = 0, states = new Map(), batch, precision, hasFullEvaluation = false }: TrainingRequest = {},
): TrainingJob | Refusal {
  if (!isTrainable(snapshot)) return untrainableRefusal(snapshot);
  const { model, evaluation } = snapshot;
  if (!model.params.some((param) => isReached(model, param))) return nothingToTrainRefusal();
  const { optimizer, settings } = model.trainingPlan;
  const batchOrder = batchOrderOf(settings, batch);
  const { epochs } = settings;
  const samples = sampleCountOf(model);
  const batches = new Batches(samples, batchOrder);
  const count = steps ?? (epochs === undefined ? 1 : epochs * batches.stepsPerEpoch);
  const batchPrograms = batchProgramsFor(snapshot, batches, batches.lengths(startStep, count), hasFullEvaluation);
  if (isRefusal(batchPrograms)) return batchPrograms;
  const copyValues = (node: NodeId): Float64Array => elementsOf(model.program, evaluation.values, node).slice();
  const params = model.params.map(({ node }) => copyValues(node));
  return {
    programs: batchPrograms.programs,
    params,
    states: model.params.map(({ name }, i) => compatibleState(states.get(name), params[i].length)),
    data: batchPrograms.samples.map(({ node }) => copyValues(node)),
    samples,
    batchOrder,
    optimizer: optimizer.name,
    precision: precision ?? settings.precision,
    hyperparameters: hyperparametersOf(model.trainingPlan, model, evaluation.values),
    startStep,
    steps: count,
    hasFullEvaluation,
  };
}

function batchOrderOf(
  { batch: scheduledBatch, seed, holdout }: TrainSettings,
  batch: number | null = scheduledBatch ?? null,
): BatchOrder {
  return { seed, holdout, ...(batch !== null && { batch }) };
}

/** True if the objective depends on a param, so that training changes it. */
export function isReached({ objective }: Model, { node }: Param): boolean {
  return objective !== undefined && adjointOf(objective.backwardPass, node) !== undefined;
}

/** Params that the text does not hold, by their full names. @param values of all params, in the order of the model. */
export function unwrittenValuesOf({ params, program }: Model, values: readonly Float64Array[]): TrainedValues {
  return new Map(
    params.flatMap(({ name, node, source }, i) =>
      source ? [] : [[name, { shape: program.shape(node), values: values[i] }] as const],
    ),
  );
}

export function optimizerStatesOf({ params }: Model, states: readonly (OptimizerState | undefined)[]): OptimizerStates {
  return new Map(params.flatMap(({ name }, i) => (states[i] ? [[name, states[i]] as const] : [])));
}

/** Undefined if the size of the param has changed, for example because it is read from another file. */
function compatibleState(state: OptimizerState | undefined, size: number): OptimizerState | undefined {
  return state?.stateBuffers.every(({ length }) => length === size) ? state : undefined;
}
