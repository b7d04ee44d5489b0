/** The last part of a playback: the update of each param by one training step. */

import * as l10n from '@vscode/l10n';
import type { PlaybackStep } from '../../../../protocol/panel/playback.ts';
import { formatNumber } from '../../display/numbers.ts';
import { formatDimensions, formatMagnitude, formatUpdate, isWrittenOut, quantityOf } from '../../display/quantity.ts';
import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import { clippingTable } from '../../engine/training/clipping.ts';
import { formatToned, type TonedText, toned, withTone } from '../../explain/tonedText.ts';
import type { Objective, TrainingPlan } from '../../language/lowering/model.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { EvaluatedSnapshot } from '../../snapshot/snapshot.ts';
import { hyperparametersOf } from '../../snapshot/training/hyperparameters.ts';
import { type Update, updatesOf } from '../../snapshot/training/paramUpdates.ts';
import type { DisplayGraph } from '../displayGraph.ts';
import { joinEquation, noShownGradient, type PlaybackContext } from './playbackContext.ts';

/** A collapsed group updates up to this many params one by one; more share one step. */
const maxSeparateUpdates = 4;
/** Params listed by a shared step. */
const maxListed = 3;

/** The updates of all displayed params, grouped by step: a single one, or those of a collapsed group with many params. */
export function groupUpdates(displayGraph: DisplayGraph, snapshot: EvaluatedSnapshot): readonly (readonly Update[])[] {
  const byNode = new Map<number, Update[]>();
  for (const update of updatesOf(snapshot).values()) {
    const nodeIndex = displayGraph.nodeIndexOf(update.param.node);
    if (nodeIndex === undefined) continue;
    const existing = byNode.get(nodeIndex);
    if (existing) existing.push(update);
    else byNode.set(nodeIndex, [update]);
  }
  return [...byNode.values()].flatMap((updates) =>
    updates.length > maxSeparateUpdates ? [updates] : updates.map((update) => [update]),
  );
}

/** @param updates one or several for each step. */
export function updateSteps(
  context: PlaybackContext,
  { label, backwardPass }: Objective,
  plan: TrainingPlan,
  updates: readonly (readonly Update[])[],
): PlaybackStep[] {
  const { displayGraph, terms } = context;
  const rate = plainSgdRate(context, plan);
  const [doc] = l10n.t(plan.optimizer.doc).split(/\.(?: |$)/);
  return updates.map(([update, ...others]): PlaybackStep => {
    const { name, node } = update.param;
    const nodeIndex = displayGraph.nodeIndexOf(node)!;
    if (others.length > 0) return combinedUpdateStep(context, nodeIndex, plan.optimizer.name, [update, ...others]);
    const gradient = terms.quantity(adjointOf(backwardPass, node)!);
    const size = formatMagnitude(gradient, terms.digits);
    const symbol = `∂${label}/∂${truncate(name)}`;
    const equation =
      rate === undefined
        ? optimizerEquation(context, plan.optimizer.name, update)
        : descentEquation(context, update, rate, symbol, size);
    return {
      phase: 'update',
      node: nodeIndex,
      wire: null,
      resultNode: nodeIndex,
      rule: rate === undefined ? doc : l10n.t('gradient descent subtracts lr times the gradient'),
      equation: [...equation],
      product: null,
      sum: null,
      // A collapsed group shows a gradient of its own.
      ...(displayGraph.structure.nodes[nodeIndex].kind === 'group' ? noShownGradient : context.shownGradient(gradient)),
      ...context.sourceLocationOf(nodeIndex),
    };
  });
}

/** `sgd: w0 ← −0.4973 · w1 ← 0.4398 · and 248 more`. */
function combinedUpdateStep(
  context: PlaybackContext,
  nodeIndex: number,
  optimizer: string,
  updates: readonly Update[],
): PlaybackStep {
  const { symbol } = context.displayGraph.structure.nodes[nodeIndex];
  const listedUpdates = updates
    .slice(0, maxListed)
    .map((update) => toned`${truncate(update.param.name)} ← ${updatedValue(context, update)}`)
    .reduce((list, item) => toned`${list} · ${item}`);
  return {
    phase: 'update',
    node: nodeIndex,
    wire: null,
    resultNode: nodeIndex,
    rule: l10n.t`${symbol} (collapsed): ${updates.length} params are updated at once`,
    equation: [
      ...formatToned(l10n.t('{0}: {1} · {2} more'), optimizer, listedUpdates, String(updates.length - maxListed)),
    ],
    product: null,
    sum: null,
    ...noShownGradient,
    ...context.sourceLocationOf(nodeIndex),
  };
}

/** The learning rate, if the step depends on it and the gradient alone. */
function plainSgdRate({ snapshot }: PlaybackContext, plan: TrainingPlan): number | undefined {
  const { model, evaluation } = snapshot;
  const { lr, momentum, weight_decay: decay } = hyperparametersOf(plan, model, evaluation.values);
  const isClipped = clippingTable.some(({ name }) => plan.hyperparameters.has(name));
  return plan.optimizer.name === 'sgd' && momentum === 0 && decay === 0 && !isClipped ? lr : undefined;
}

/** `x ← x − lr · ∂L/∂x = −2 − 0.01 · 16 = −2.16`. */
function descentEquation(
  context: PlaybackContext,
  update: Update,
  rate: number,
  symbol: string,
  size: string,
): TonedText {
  const { digits } = context.terms;
  const name = truncate(update.param.name);
  const styledName = withTone('value', name);
  const symbolic = toned`${name} ← ${styledName} − lr · ${withTone('gradient', symbol)}`;
  const from = withTone('value', formatNumber(update.from[0], digits));
  const numeric = toned`${from} − ${formatNumber(rate, digits)} · ${withTone('gradient', size)}`;
  return joinEquation([symbolic, ...(isScalar(context, update) ? [numeric] : []), updatedValue(context, update)]);
}

/** `adam: x ← −2 − 0.001 = −2.001`: the current value and the size of the step. */
function optimizerEquation(context: PlaybackContext, optimizer: string, update: Update): TonedText {
  const prefix = toned`${optimizer}: ${truncate(update.param.name)} ← `;
  if (!isScalar(context, update)) return toned`${prefix}${updatedValue(context, update)}`;
  const { digits } = context.terms;
  const [[from], [to]] = [update.from, update.to];
  const distance = formatNumber(Math.abs(to - from), digits);
  const change = toned`${prefix}${withTone('value', formatNumber(from, digits))} ${to < from ? '−' : '+'} ${distance}`;
  return joinEquation([change, updatedValue(context, update)]);
}

/** The new value of the param, with enough digits to show the change. */
function updatedValue({ terms }: PlaybackContext, { param, from, to }: Update): TonedText {
  const shape = terms.program.shape(param.node);
  const [before, after] = [from, to].map((elements) => quantityOf(elements, shape));
  const result = withTone('result', formatUpdate(before, after, terms.digits));
  return shape.length === 0 || isWrittenOut(after) ? result : toned`${formatDimensions(shape)} ${result}`;
}

function isScalar({ terms }: PlaybackContext, { param }: Update): boolean {
  return terms.program.shape(param.node).length === 0;
}
