/** The first step of training over all samples: where it takes each parameter. */

import { adjointOf } from '../engine/differentiate.ts';
import { elementsOf } from '../engine/execute.ts';
import type { NodeId } from '../engine/program.ts';
import type { Param } from '../language/model.ts';
import { hyperparametersOf } from './hyperparameters.ts';
import type { Evaluated } from './snapshot.ts';

export interface Update {
  readonly param: Param;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/**
 * The update of every parameter that the losses depend on; none without a loss, where it isn't clear how to train, or while
 * the gradients are of something else.
 */
export function updatesOf({ model, evaluation }: Evaluated): ReadonlyMap<NodeId, Update> {
  const updates = new Map<NodeId, Update>();
  if (!model.objective || !model.training || model.picked !== undefined) return updates;
  const { optimizer } = model.training;
  const hyperparameters = hyperparametersOf(model.training, model, evaluation.values);
  for (const param of model.params) {
    const adjoint = adjointOf(model.objective.gradient, param.node);
    if (adjoint === undefined) continue;
    const from = elementsOf(model.program, evaluation.values, param.node);
    const gradient = elementsOf(model.program, evaluation.values, adjoint);
    const to = from.slice();
    optimizer.step(to, gradient, optimizer.start(from.length), hyperparameters);
    updates.set(param.node, { param, from, to });
  }
  return updates;
}
