/** The update of each param by the next training step, taken over all samples. */

import { type Quantity, quantityInSlices } from '../../display/quantity.ts';
import { adjointOf, type BackwardPass } from '../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { sizeOf } from '../../engine/ir/shape.ts';
import { elementsOf } from '../../engine/ir/values.ts';
import { runToCompletion, slicesOf } from '../../engine/runtime/slices.ts';
import { ValuesCache } from '../../engine/runtime/valuesCache.ts';
import { type Clipping, clip, clippingOf, clipsGradients } from '../../engine/training/clipping.ts';
import { compatibleState, type Optimizer, type OptimizerState, sliceState } from '../../engine/training/optimizers.ts';
import type { Model, Param } from '../../language/lowering/model.ts';
import type { EvaluatedSnapshot } from '../snapshot.ts';
import { hyperparametersOf } from './hyperparameters.ts';
import { isReached } from './trainable.ts';
import type { TrainingProgress } from './trainingProgress.ts';

/** Elements before and after a step. */
export interface ValueChange {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

export interface Update extends ValueChange {
  readonly param: Param;
}

/**
 * The update of every param that the losses depend on. Empty without losses, if the training plan is missing, or while
 * another objective is picked or the gradients are those of evaluation.
 */
export function updatesOf(snapshot: EvaluatedSnapshot): ReadonlyMap<NodeId, Update> {
  const step = optimizerStepOf(snapshot);
  const updates = new Map<NodeId, Update>();
  for (const param of snapshot.model.params) {
    const change = step && runToCompletion(changeInSlices(snapshot, step, param.node));
    if (change) updates.set(param.node, { param, ...change });
  }
  return updates;
}

/** The summary of a param after the step; undefined if the step does not change it. */
export function updatedQuantity(snapshot: EvaluatedSnapshot, param: NodeId): Quantity | undefined {
  const step = optimizerStepOf(snapshot);
  return step && runToCompletion(updatedQuantityInSlices(snapshot, step, param));
}

/** Summarizes all large updates in slices, so that showing them later takes no time. */
export function* prepareUpdates(snapshot: EvaluatedSnapshot): Generator<undefined, void> {
  const { program, paramNodes } = snapshot.model;
  const step = program.elementCount > program.length ? optimizerStepOf(snapshot) : undefined;
  if (step === undefined) return;
  for (const param of paramNodes) {
    if (program.shape(param).length === 0) continue;
    yield* updatedQuantityInSlices(snapshot, step, param);
    yield;
  }
}

/** An optimizer and its hyperparameters. */
interface OptimizerStep {
  readonly backwardPass: BackwardPass;
  readonly optimizer: Optimizer;
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly clipping: Clipping | undefined;
  /** The states after the steps before, by param; those of the others are new. */
  readonly states: ReadonlyMap<NodeId, OptimizerState>;
  /** Equal for equal steps of a program with the same values. */
  readonly key: string;
}

const optimizerSteps = new WeakMap<EvaluatedSnapshot, OptimizerStep | null>();

function optimizerStepOf(snapshot: EvaluatedSnapshot): OptimizerStep | undefined {
  let step = optimizerSteps.get(snapshot);
  if (step === undefined) {
    step = createOptimizerStep(snapshot) ?? null;
    optimizerSteps.set(snapshot, step);
  }
  return step ?? undefined;
}

function createOptimizerStep({ model, evaluation, trainingProgress }: EvaluatedSnapshot): OptimizerStep | undefined {
  const { objective, trainingPlan, pickedRootName, mode, isModeDependent } = model;
  if (!objective || !trainingPlan || pickedRootName !== undefined) return undefined;
  if (mode === 'evaluation' && isModeDependent) return undefined;
  const hyperparameters = hyperparametersOf(trainingPlan, model, evaluation.values);
  const { optimizer } = trainingPlan;
  const key = [optimizer.name, ...Object.values(hyperparameters), trainingProgress ? idOf(trainingProgress) : 0].join(
    ' ',
  );
  const states = trainingProgress ? statesOf(model, trainingProgress) : new Map();
  const { backwardPass } = objective;
  // Huge models have too many params to list them for nothing.
  const gradients = (clipsGradients(hyperparameters) ? model.params : []).map(({ node }) => {
    const adjoint = isReached(model, { node }) ? adjointOf(backwardPass, node) : undefined;
    return adjoint === undefined ? undefined : elementsOf(model.program, evaluation.values, adjoint);
  });
  const clipping = clippingOf(gradients, hyperparameters);
  return { backwardPass, optimizer, hyperparameters, clipping, states, key };
}

function statesOf({ params, program }: Model, { states }: TrainingProgress): ReadonlyMap<NodeId, OptimizerState> {
  return new Map(
    params.flatMap(({ name, node }) => {
      const state = compatibleState(states.get(name), sizeOf(program.shape(node)));
      return state ? [[node, state] as const] : [];
    }),
  );
}

const ids = new WeakMap<TrainingProgress, number>();
let lastId = 0;

function idOf(trainingProgress: TrainingProgress): number {
  let id = ids.get(trainingProgress);
  if (id === undefined) {
    id = ++lastId;
    ids.set(trainingProgress, id);
  }
  return id;
}

const updatedQuantities = new ValuesCache<string, Quantity>();

function* updatedQuantityInSlices(
  snapshot: EvaluatedSnapshot,
  step: OptimizerStep,
  param: NodeId,
): Generator<undefined, Quantity | undefined> {
  const { model, evaluation } = snapshot;
  if (!isReached(model, { node: param })) return undefined;
  const summarize = function* (): Generator<undefined, Quantity> {
    const change = yield* changeInSlices(snapshot, step, param);
    return yield* quantityInSlices(change!.to, model.program.shape(param));
  };
  if (model.program.shape(param).length === 0) return yield* summarize();
  return yield* updatedQuantities.inSlices(evaluation.values, `${param} ${step.key}`, summarize);
}

function* changeInSlices(
  { model, evaluation: { values } }: EvaluatedSnapshot,
  { backwardPass, optimizer, hyperparameters, clipping, states }: OptimizerStep,
  param: NodeId,
): Generator<undefined, ValueChange | undefined> {
  const { program } = model;
  const adjoint = isReached(model, { node: param }) ? adjointOf(backwardPass, param) : undefined;
  if (adjoint === undefined) return undefined;
  const from = elementsOf(program, values, param);
  const gradient = elementsOf(program, values, adjoint);
  const state = states.get(param);
  const to = new Float64Array(from.length);
  for (const { start, end } of slicesOf(from.length)) {
    const part = to.subarray(start, end);
    part.set(from.subarray(start, end));
    const partState = state ? sliceState(state, start, end) : optimizer.createState(part.length);
    const partGradient = clipping ? gradient.slice(start, end) : gradient.subarray(start, end);
    if (clipping) clip(partGradient, clipping);
    optimizer.step(part, partGradient, partState, hyperparameters);
    if (end < from.length) yield;
  }
  return { from, to };
}
