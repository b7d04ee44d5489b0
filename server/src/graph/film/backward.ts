/** The backward part of a film: from the root back, each node hands its gradient on, one wire a step. */

import * as l10n from '@vscode/l10n';
import { showSize } from '../../display/quantity.ts';
import { Factors } from '../../explain/factors.ts';
import { arranged, inTone, type Parts, textOf, toned } from '../../explain/toned.ts';
import type { Objective } from '../../language/lowering/model.ts';
import type { FilmStep } from '../../protocol/panel/film.ts';
import { GrowingGradients, type Grown } from './accumulation.ts';
import type { Return } from './gradientFlow.ts';
import { equated, type Stage } from './stage.ts';

/** Of what takes more signs, the rule and the result are enough. */
const longestProduct = 60;

export function backwardSteps(stage: Stage, objective: Objective, returns: readonly Return[]): FilmStep[] {
  const factors = new Factors(objective, stage.leaves);
  const gradients = new GrowingGradients(stage.leaves, objective.gradient, returns);
  return returns.map((back) => {
    const grown = gradients.add(back);
    const symbol = factors.symbolOf(back.node);
    const isOnly = grown.count === 1 && grown.inside === undefined;
    const sides = [...(isOnly ? [toned`${symbol}`] : []), ...productsOf(stage, factors, back)];
    return {
      phase: 'backward',
      node: back.from,
      wire: back.wire,
      known: back.to,
      rule: ruleOf(stage, objective, back),
      equation: [...equated([...sides, stage.gradientResult(grown.part)])],
      sum: isOnly ? null : sumOf(symbol, grown, stage.drawn.structure.nodes[back.to].symbol, stage.leaves.digits),
      gradient: stage.drawn.mains[back.to] === back.node ? showSize(grown.sum, stage.leaves.digits) : null,
      ...stage.statementOf(back.from),
    };
  });
}

/** `∂L/∂f · z` and `−4 · −4`; back through a group, all of what it does in one word. */
function productsOf({ drawn }: Stage, factors: Factors, { from, wire, uses }: Return): Parts[] {
  if (wire === null) return [];
  const { kind, symbol } = drawn.structure.nodes[from];
  if (kind === 'group') {
    const [result, ...others] = drawn.results[from];
    return others.length > 0
      ? []
      : [arranged(l10n.t('{0} back through {1}'), inTone('gradient', factors.symbolOf(result)), symbol)];
  }
  const [{ consumer, position }] = uses;
  return factors
    .productsOf(consumer, position, drawn.results[from][0])
    .filter((product) => textOf(product).length <= longestProduct);
}

function ruleOf({ drawn, leaves }: Stage, { label }: Objective, { from, wire, uses }: Return): string {
  if (wire === null) return l10n.t`every gradient is of ${label}, and begins with that of ${label} itself`;
  const { kind, symbol, size } = drawn.structure.nodes[from];
  if (kind === 'group' && size === 1) return l10n.t`${symbol}, folded: 1 node hands the gradient back`;
  if (kind === 'group') return l10n.t`${symbol}, folded: ${size} nodes hand the gradient back`;
  const { localRule, name } = leaves.program.operator(uses[0].consumer);
  return localRule === undefined ? l10n.t`${name} hands on the gradient times its local derivative` : l10n.t(localRule);
}

/**
 * `∂L/∂x = 3 + 5 = 8`, and where it is in a folded group, `∂L/∂x = 3 + 5 inside dense = 8`; norms don't add up, so of a
 * tensor the norm of the sum alone.
 */
function sumOf(symbol: string, grown: Grown, group: string, digits: number): string {
  const { part, before, inside, sum, number, count } = grown;
  const name = number < count ? l10n.t`${symbol} so far` : symbol;
  const total = showSize(sum, digits);
  if (sum.kind === 'tensor') {
    return inside
      ? l10n.t`${name} = norm ${total}, ${number} of ${count} parts and what flows inside ${group}`
      : l10n.t`${name} = norm ${total}, ${number} of ${count} parts`;
  }
  const [first, ...others] = [before, part, inside].flatMap((term) => (term ? [showSize(term, digits)] : []));
  if (others.length === 0) return `${name} = ${total}`;
  const terms = [first, ...others.map(bracketed)].join(' + ');
  return inside ? l10n.t`${name} = ${terms} inside ${group} = ${total}` : `${name} = ${terms} = ${total}`;
}

/** Behind a plus no second sign follows bare. */
function bracketed(number: string): string {
  return number.startsWith('−') ? `(${number})` : number;
}
