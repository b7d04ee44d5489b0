/** The backward pass of a playback: from the root back, each node passes its gradient on, one wire a step. */

import * as l10n from '@vscode/l10n';
import type { MatrixProduct, PlaybackStep } from '../../../../protocol/panel/playback.ts';
import { formatGradient, isShownAsNorm } from '../../display/quantity.ts';
import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import { GradientFactors } from '../../explain/gradientFactors.ts';
import { formatToned, plainTextOf, type TonedText, toned, withTone } from '../../explain/tonedText.ts';
import type { Objective } from '../../language/lowering/model.ts';
import { type AccumulatedGradient, GradientAccumulator } from './accumulation.ts';
import type { GradientFlow } from './gradientFlow.ts';
import { matrixProductOf } from './matrixProduct.ts';
import { joinEquation, noShownGradient, type PlaybackContext } from './playbackContext.ts';

/** A longer product is left out; the rule and the result suffice. */
const maxProductLength = 60;

export function backwardSteps(
  context: PlaybackContext,
  objective: Objective,
  gradientFlows: readonly GradientFlow[],
): PlaybackStep[] {
  const factors = new GradientFactors(objective, context.terms);
  const gradients = new GradientAccumulator(context.terms, objective.backwardPass, gradientFlows);
  return gradientFlows.map((gradientFlow) => {
    const accumulated = gradients.add(gradientFlow);
    const symbol = factors.symbolOf(gradientFlow.node);
    const isOnly = accumulated.count === 1 && accumulated.inside === undefined;
    const sides = [...(isOnly ? [toned`${symbol}`] : []), ...productsOf(context, factors, gradientFlow)];
    return {
      phase: 'backward',
      node: gradientFlow.from,
      wire: gradientFlow.wire,
      resultNode: gradientFlow.to,
      rule: ruleOf(context, objective, gradientFlow),
      equation: [...joinEquation([...sides, context.gradientResult(accumulated.part)])],
      product: productOf(context, objective, factors, gradientFlow),
      sum: isOnly
        ? null
        : sumOf(
            symbol,
            accumulated,
            context.displayGraph.structure.nodes[gradientFlow.to].symbol,
            context.terms.digits,
          ),
      ...(context.displayGraph.mainOutputs[gradientFlow.to] === gradientFlow.node
        ? context.shownGradient(accumulated.sum)
        : noShownGradient),
      ...context.sourceLocationOf(gradientFlow.from),
    };
  });
}

/** `∂L/∂f · z` and `−4 · −4`; for a collapsed group, a single term that covers all its operators. */
function productsOf(
  { displayGraph }: PlaybackContext,
  factors: GradientFactors,
  { from, wire, uses }: GradientFlow,
): TonedText[] {
  if (wire === null) return [];
  const { kind, symbol } = displayGraph.structure.nodes[from];
  if (kind === 'group') {
    const [output, ...others] = displayGraph.outputs[from];
    return others.length > 0
      ? []
      : [formatToned(l10n.t('{0} through {1}'), withTone('gradient', factors.symbolOf(output)), symbol)];
  }
  const [{ consumer, operandIndex }] = uses;
  return factors
    .productsOf(consumer, operandIndex, displayGraph.outputs[from][0])
    .filter((product) => plainTextOf(product).length <= maxProductLength);
}

/** The product of matrices that is the contribution through a wire. */
function productOf(
  { displayGraph, terms }: PlaybackContext,
  objective: Objective,
  factors: GradientFactors,
  { from, node, uses, contributions }: GradientFlow,
): MatrixProduct | null {
  if (uses.length !== 1 || displayGraph.structure.nodes[from].kind === 'group') return null;
  const upstream = adjointOf(objective.backwardPass, uses[0].consumer);
  if (upstream === undefined) return null;
  const abbreviate = factors.symbolTerms(upstream, factors.symbolOf(displayGraph.outputs[from][0]));
  return matrixProductOf(terms, contributions[0], abbreviate, { label: factors.symbolOf(node), tone: 'gradient' });
}

function ruleOf(
  { displayGraph, terms }: PlaybackContext,
  { label }: Objective,
  { from, wire, uses }: GradientFlow,
): string {
  if (wire === null) return l10n.t`the backward pass starts at the root, ${label}`;
  const { kind, symbol, size } = displayGraph.structure.nodes[from];
  if (kind === 'group' && size === 1) return l10n.t`${symbol} (collapsed): the gradient passes through 1 node`;
  if (kind === 'group') return l10n.t`${symbol} (collapsed): the gradient passes through ${size} nodes`;
  const { gradientDoc, name } = terms.program.operator(uses[0].consumer);
  return gradientDoc === undefined
    ? l10n.t`${name} multiplies the gradient by its local gradient`
    : l10n.t(gradientDoc);
}

/**
 * `∂L/∂x = 3 + 5 = 8`, and in a collapsed group `∂L/∂x = 3 + 5 inside dense = 8`. Norms do not add up, so a large
 * tensor shows only the norm of the sum.
 */
function sumOf(symbol: string, accumulated: AccumulatedGradient, group: string, digits: number): string {
  const { part, previousSum, inside, sum, ordinal, count } = accumulated;
  const name = ordinal < count ? l10n.t`${symbol} so far` : symbol;
  const total = formatGradient(sum, digits);
  if (isShownAsNorm(sum)) {
    return inside
      ? l10n.t`${name} = norm ${total}, ${ordinal} of ${count} contributions, plus those inside ${group}`
      : l10n.t`${name} = norm ${total}, ${ordinal} of ${count} contributions`;
  }
  const [first, ...others] = [previousSum, part, inside].flatMap((term) =>
    term ? [formatGradient(term, digits)] : [],
  );
  if (others.length === 0) return `${name} = ${total}`;
  const terms = [first, ...others.map(wrapNegative)].join(' + ');
  return inside ? l10n.t`${name} = ${terms} inside ${group} = ${total}` : `${name} = ${terms} = ${total}`;
}

/** Wraps a negative number in parentheses, for use after a plus. */
function wrapNegative(number: string): string {
  return number.startsWith('−') ? `(${number})` : number;
}
