/** The forward part of a film: each operator and each folded group computes its value, in the order of the program. */

import * as l10n from '@vscode/l10n';
import type { Operator } from '../../engine/ir/operator.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { arranged, type Parts, toned } from '../../explain/toned.ts';
import { sourceOf } from '../../language/base/excerpt.ts';
import type { FilmStep } from '../../protocol/panel/film.ts';
import { formulaOf, isComputed, numbersOf } from './names.ts';
import { equated, type Stage } from './stage.ts';

/** A group with more results names the first ones. */
const mostResults = 3;

export function forwardSteps(stage: Stage): FilmStep[] {
  return stage.drawn.structure.nodes.flatMap((node, place) => (isComputed(node) ? [forwardStep(stage, place)] : []));
}

function forwardStep(stage: Stage, place: number): FilmStep {
  const { kind, symbol, size } = stage.drawn.structure.nodes[place];
  const isGroup = kind === 'group';
  return {
    phase: 'forward',
    node: place,
    wire: null,
    known: place,
    rule: isGroup ? groupRule(symbol, size) : ruleOf(operatorOf(stage, place)),
    equation: [...(isGroup ? groupEquation(stage, place) : equationOf(stage, place))],
    sum: null,
    gradient: null,
    ...stage.statementOf(place),
  };
}

/** `q = x + y = −2 + 5 = 3`; what has no name begins with how it is computed. */
function equationOf(stage: Stage, place: number): Parts {
  const { leaves, drawn } = stage;
  const [result] = drawn.results[place];
  const node = drawn.structure.nodes[place];
  const formulas = [formulaOf(result, node, leaves), numbersOf(result, node, leaves)].flatMap((term) =>
    term ? [term.parts] : [],
  );
  return equated([...nameOf(stage, place), ...formulas, stage.valueResult(leaves.quantity(result))]);
}

/** `h = dense(x) = [4×3] 0.1 ± 0.5 ▁▃▇`; of a run with several results each is told by its name. */
function groupEquation(stage: Stage, place: number): Parts {
  const resultOf = (node: NodeId): Parts => stage.valueResult(stage.leaves.quantity(node));
  const main = stage.drawn.mains[place];
  if (main !== undefined) return equated([...nameOf(stage, place), groupFormula(stage, place), resultOf(main)]);
  const nodes = stage.drawn.results[place];
  const shown = nodes
    .slice(0, mostResults)
    .map((node) => toned`${stage.leaves.names.get(node)!.text} = ${resultOf(node)}`);
  if (shown.length === 0) return groupFormula(stage, place);
  const more = nodes.length - shown.length;
  const listed = shown.reduce((list, result) => toned`${list} · ${result}`);
  return more > 0 ? arranged(l10n.t('{0} · and {1} more'), listed, String(more)) : listed;
}

/** The name of what has one, as the first side of an equation. */
function nameOf({ drawn, leaves }: Stage, place: number): Parts[] {
  const main = drawn.mains[place];
  const isNamed = main !== undefined && drawn.structure.nodes[place].name !== null;
  return isNamed ? [toned`${leaves.names.get(main)!.text}`] : [];
}

/** What was folded as the text has it, `dense(x, 3)`; lines by their label. */
function groupFormula({ drawn }: Stage, place: number): Parts {
  const { module, expression } = drawn.standings[place];
  return toned`${expression ? sourceOf(module.text, expression) : drawn.structure.nodes[place].symbol}`;
}

/** What computes a node: behind an index that picks a place, the slice. */
function operatorOf({ drawn, leaves, wiresInto }: Stage, place: number): Operator {
  const [wire] = wiresInto[place];
  const node = wire === undefined ? drawn.results[place][0] : drawn.flows[wire].uses[0].consumer;
  return leaves.program.operator(node);
}

function groupRule(symbol: string, size: number): string {
  return size === 1
    ? l10n.t`${symbol}, folded: 1 node in one step`
    : l10n.t`${symbol}, folded: ${size} nodes in one step`;
}

/** `add: the sum of two values`; `greater than: 1 where it holds`. */
function ruleOf({ name, call, doc }: Operator): string {
  const [clause] = l10n
    .t(doc)
    .replaceAll('`', '')
    .split(/\.(?: |$)|; /);
  const isWord = /^[A-Z][a-z]*[ :]/.test(clause);
  const rule = `${isWord ? clause[0].toLowerCase() : clause[0]}${clause.slice(1)}`;
  const called = call?.name ?? name;
  return rule.startsWith(called.split('_')[0]) ? rule : `${called}: ${rule}`;
}
