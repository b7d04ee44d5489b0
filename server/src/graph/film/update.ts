/** The last part of a film: where a step of training takes each param. */

import { showNumber } from '../../display/numbers.ts';
import { quantityOf, showDimensions, showSize, showUpdate } from '../../display/quantity.ts';
import { adjointOf } from '../../engine/differentiate.ts';
import { inTone, type Parts, toned } from '../../explain/toned.ts';
import type { Objective, TrainingPlan } from '../../language/model.ts';
import { shortened } from '../../language/shortened.ts';
import type { FilmStep } from '../../protocol/film.ts';
import { hyperparametersOf } from '../../snapshot/hyperparameters.ts';
import type { Update } from '../../snapshot/step.ts';
import { equated, type Stage } from './stage.ts';

/** @param updates of params that are drawn. */
export function updateSteps(
  stage: Stage,
  { label, gradient }: Objective,
  plan: TrainingPlan,
  updates: readonly Update[],
): FilmStep[] {
  const { drawn, leaves } = stage;
  const rate = plainRate(stage, plan);
  const [doc] = plan.optimizer.doc.split(/\.(?: |$)/);
  return updates.map((update): FilmStep => {
    const { name, node } = update.param;
    const place = drawn.placeOf(node)!;
    const size = showSize(leaves.quantity(adjointOf(gradient, node)!), leaves.digits);
    const symbol = `∂${label}/∂${shortened(name)}`;
    const equation =
      rate === undefined ? namedUpdate(stage, plan.optimizer.name, update) : descent(stage, update, rate, symbol, size);
    return {
      phase: 'update',
      node: place,
      wire: null,
      known: place,
      rule: rate === undefined ? doc : 'gradient descent goes against the gradient, lr times as far',
      equation: [...equation],
      sum: null,
      // In a folded group the gradient that is shown is that of the group.
      gradient: drawn.structure.nodes[place].kind === 'group' ? null : size,
      ...stage.statementOf(place),
    };
  });
}

/** The learning rate of an optimizer that takes a step by it and the gradient alone. */
function plainRate({ snapshot }: Stage, plan: TrainingPlan): number | undefined {
  const { model, evaluation } = snapshot;
  const { lr, momentum, weight_decay: decay } = hyperparametersOf(plan, model, evaluation.values);
  return plan.optimizer.name === 'sgd' && momentum === 0 && decay === 0 ? lr : undefined;
}

/** `x ← x − lr · ∂L/∂x = −2 − 0.01 · 16 = −2.16`. */
function descent(stage: Stage, update: Update, rate: number, symbol: string, size: string): Parts {
  const { digits } = stage.leaves;
  const name = shortened(update.param.name);
  const x = inTone('value', name);
  const inSymbols = toned`${name} ← ${x} − lr · ${inTone('gradient', symbol)}`;
  const from = inTone('value', showNumber(update.from[0], digits));
  const inNumbers = toned`${from} − ${showNumber(rate, digits)} · ${inTone('gradient', size)}`;
  return equated([inSymbols, ...(isScalar(stage, update) ? [inNumbers] : []), updated(stage, update)]);
}

/** `adam: x ← −2 − 0.001 = −2.001`, by how far it goes. */
function namedUpdate(stage: Stage, optimizer: string, update: Update): Parts {
  const named = toned`${optimizer}: ${shortened(update.param.name)} ← `;
  if (!isScalar(stage, update)) return toned`${named}${updated(stage, update)}`;
  const { digits } = stage.leaves;
  const [[from], [to]] = [update.from, update.to];
  const distance = showNumber(Math.abs(to - from), digits);
  const moved = toned`${named}${inTone('value', showNumber(from, digits))} ${to < from ? '−' : '+'} ${distance}`;
  return equated([moved, updated(stage, update)]);
}

/** What the param becomes, with the digits that show the change. */
function updated({ leaves }: Stage, { param, from, to }: Update): Parts {
  const shape = leaves.program.shape(param.node);
  const [before, after] = [from, to].map((elements) => quantityOf(elements, shape));
  const result = inTone('result', showUpdate(before, after, leaves.digits));
  return shape.length === 0 ? result : toned`${showDimensions(shape)} ${result}`;
}

function isScalar({ leaves }: Stage, { param }: Update): boolean {
  return leaves.program.shape(param.node).length === 0;
}
