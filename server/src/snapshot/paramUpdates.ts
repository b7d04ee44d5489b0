/** The update of each param by one training step over all samples. */

import { adjointOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId } from '../engine/ir/program.ts';
import { elementsOf } from '../engine/ir/values.ts';
import type { Param } from '../language/lowering/model.ts';
import { hyperparametersOf } from './hyperparameters.ts';
import type { Evaluated } from './snapshot.ts';

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
 * another objective is picked.
 */
export function updatesOf(snapshot: Evaluated): ReadonlyMap<NodeId, Update> {
  const updateOf = paramUpdater(snapshot);
  const updates = new Map<NodeId, Update>();
  for (const param of snapshot.model.params) {
    const change = updateOf(param.node);
    if (change) updates.set(param.node, { param, ...change });
  }
  return updates;
}

/** Like `updatesOf`, lazily and by the node of a param. */
export function paramUpdater({ model, evaluation }: Evaluated): (param: NodeId) => ValueChange | undefined {
  const { program, objective, training, pickedName } = model;
  if (!objective || !training || pickedName !== undefined) return () => undefined;
  const hyperparameters = hyperparametersOf(training, model, evaluation.values);
  return (param) => {
    const adjoint = adjointOf(objective.gradient, param);
    if (adjoint === undefined) return undefined;
    const from = elementsOf(program, evaluation.values, param);
    const gradient = elementsOf(program, evaluation.values, adjoint);
    const to = from.slice();
    training.optimizer.step(to, gradient, training.optimizer.createState(from.length), hyperparameters);
    return { from, to };
  };
}
