/** The last part of a film: where a step of training takes each param. */

import * as l10n from '@vscode/l10n';
import { showNumber } from '../../display/numbers.ts';
import { quantityOf, showDimensions, showSize, showUpdate } from '../../display/quantity.ts';
import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import { arranged, inTone, type Parts, toned } from '../../explain/toned.ts';
import { shortened } from '../../language/base/truncate.ts';
import type { Objective, TrainingPlan } from '../../language/lowering/model.ts';
import type { FilmStep } from '../../protocol/panel/film.ts';
import type { Evaluated } from '../../snapshot/snapshot.ts';
import { type Update, updatesOf } from '../../snapshot/step.ts';
import { hyperparametersOf } from '../../training/hyperparameters.ts';
import type { DrawnGraph } from '../displayGraph.ts';
import { equated, type Stage } from './stage.ts';

/** So many params of one folded group are updated one by one; more of them at once. */
const fewParams = 4;
/** Of params that are updated at once, the first ones are told of. */
const mostTold = 3;

/** The updates of all params that are drawn, as each step shows them: one, or those of a folded group with many params. */
export function updatesInSteps(drawn: DrawnGraph, snapshot: Evaluated): readonly (readonly Update[])[] {
  const byPlace = new Map<number, Update[]>();
  for (const update of updatesOf(snapshot).values()) {
    const place = drawn.placeOf(update.param.node);
    if (place === undefined) continue;
    const known = byPlace.get(place);
    if (known) known.push(update);
    else byPlace.set(place, [update]);
  }
  return [...byPlace.values()].flatMap((updates) =>
    updates.length > fewParams ? [updates] : updates.map((update) => [update]),
  );
}

/** @param updates one or several for each step. */
export function updateSteps(
  stage: Stage,
  { label, gradient }: Objective,
  plan: TrainingPlan,
  updates: readonly (readonly Update[])[],
): FilmStep[] {
  const { drawn, leaves } = stage;
  const rate = plainRate(stage, plan);
  const [doc] = l10n.t(plan.optimizer.doc).split(/\.(?: |$)/);
  return updates.map(([update, ...others]): FilmStep => {
    const { name, node } = update.param;
    const place = drawn.placeOf(node)!;
    if (others.length > 0) return updateAtOnce(stage, place, plan.optimizer.name, [update, ...others]);
    const size = showSize(leaves.quantity(adjointOf(gradient, node)!), leaves.digits);
    const symbol = `∂${label}/∂${shortened(name)}`;
    const equation =
      rate === undefined ? namedUpdate(stage, plan.optimizer.name, update) : descent(stage, update, rate, symbol, size);
    return {
      phase: 'update',
      node: place,
      wire: null,
      known: place,
      rule: rate === undefined ? doc : l10n.t('gradient descent goes against the gradient, lr times as far'),
      equation: [...equation],
      sum: null,
      // In a folded group the gradient that is shown is that of the group.
      gradient: drawn.structure.nodes[place].kind === 'group' ? null : size,
      ...stage.statementOf(place),
    };
  });
}

/** `sgd: w0 ← −0.4973 · w1 ← 0.4398 · and 248 more`. */
function updateAtOnce(stage: Stage, place: number, optimizer: string, updates: readonly Update[]): FilmStep {
  const { symbol } = stage.drawn.structure.nodes[place];
  const told = updates
    .slice(0, mostTold)
    .map((update) => toned`${shortened(update.param.name)} ← ${updated(stage, update)}`)
    .reduce((list, one) => toned`${list} · ${one}`);
  return {
    phase: 'update',
    node: place,
    wire: null,
    known: place,
    rule: l10n.t`${symbol}, folded: ${updates.length} params are updated at once`,
    equation: [...arranged(l10n.t('{0}: {1} · and {2} more'), optimizer, told, String(updates.length - mostTold))],
    sum: null,
    gradient: null,
    ...stage.statementOf(place),
  };
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
