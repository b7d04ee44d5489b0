/** One step of training: where it takes each parameter. */

import { adjointOf } from '../engine/differentiate.ts';
import { elementsOf } from '../engine/execute.ts';
import type { OptimizerState } from '../engine/optimize.ts';
import type { NodeId } from '../engine/program.ts';
import type { Param } from '../language/model.ts';
import { hyperparametersOf } from './hyperparameters.ts';
import type { Evaluated } from './snapshot.ts';

export interface Update {
  readonly param: Param;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** What the optimizer remembers of each parameter from the steps before. */
export type OptimizerStates = Map<NodeId, OptimizerState>;

/**
 * The update of every parameter that the losses depend on; none without a loss, where it isn't clear how to train, or while
 * the gradients are of something else.
 * @param states are moved on by the step: a parameter that is not in them takes its first one.
 */
export function updatesOf(snapshot: Evaluated, states: OptimizerStates = new Map()): ReadonlyMap<NodeId, Update> {
  const { model, evaluation } = snapshot;
  const updates = new Map<NodeId, Update>();
  if (!model.objective || !model.training || model.picked !== undefined) return updates;
  const { optimizer } = model.training;
  const hyperparameters = hyperparametersOf(model.training, model, evaluation.values);
  for (const param of model.params) {
    const adjoint = adjointOf(model.objective.gradient, param.node);
    if (adjoint === undefined) continue;
    const from = elementsOf(model.program, evaluation.values, param.node);
    const gradient = elementsOf(model.program, evaluation.values, adjoint);
    const state = states.get(param.node) ?? optimizer.start(from.length);
    states.set(param.node, state);
    const to = from.slice();
    optimizer.step(to, gradient, state, hyperparameters);
    updates.set(param.node, { param, from, to });
  }
  return updates;
}
