/** Problems of numbers that are not finite: the expressions that make them, and where the gradient stops being a number. */

import * as l10n from '@vscode/l10n';
import { showNumber } from '../../display/numbers.ts';
import {
  firstBrokenFlow,
  isFiniteNode,
  type Maker,
  makersOfNonFinite,
  type Reach,
} from '../../engine/autodiff/nonFinite.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { type Shape, showIndex } from '../../engine/ir/shape.ts';
import { where } from '../../engine/operators/elementwise/arithmetic.ts';
import type { Values } from '../../engine/runtime/execute.ts';
import { andOthers, type Problem, problem } from '../../language/problems/problems.ts';
import type { Expression } from '../../language/syntax/tree.ts';
import { lastForwardNode, type Sources } from '../nodeSources.ts';
import type { Snapshot } from '../snapshot.ts';
import { escapeFrom } from './whereTrap.ts';

const shownDigits = 6;

/** The expressions that make a number which is not finite. What only passes one on is not named. */
export function notFiniteValues(snapshot: Snapshot, values: Values, sources: Sources): Problem[] {
  const { program } = snapshot.model;
  const last = lastForwardNode(snapshot);
  const isSeen = nodesThatAreSeen(snapshot, values, last);
  const makers = new Map<Expression, Maker>();
  for (const maker of makersOfNonFinite(program, values, 0, last)) {
    const expression = isSeen[maker.node] ? sources.expressionOf(maker.node) : undefined;
    if (expression && !makers.has(expression)) makers.set(expression, maker);
  }
  return [...makers].map(([expression, maker]) => {
    const { node, value, operands } = maker;
    const isGiven = operands.length === 0;
    const name = (isGiven ? sources.nameOf(node) : undefined) ?? sources.sourceOf(expression);
    const shown = showNumber(value, shownDigits);
    const place = showPlace(program.shape(node), maker);
    const hasNone = Number.isNaN(value) ? program.operator(node).hasNone : undefined;
    return problem('not-finite', expression, name, isGiven, shown, showOperands(operands, sources), place, hasNone);
  });
}

/**
 * 1 for each node whose elements are seen by something else than a `where` that doesn't take them: what a `where` keeps
 * out is what it is there for.
 */
function nodesThatAreSeen({ model: { program, statementNodes } }: Snapshot, values: Values, last: NodeId): Uint8Array {
  const isSeen = new Uint8Array(last + 1);
  for (const node of statementNodes) if (node >= 0) isSeen[node] = 1;
  for (let node = last; node >= 0; node--) {
    const hasNumbers = isFiniteNode(program, values, node);
    for (let position = 0; position < program.arity(node); position++) {
      const isKeptOut = program.operator(node) === where && position > 0;
      if (hasNumbers ? !isKeptOut : isSeen[node]) isSeen[program.operand(node, position)] = 1;
    }
  }
  return isSeen;
}

/** Where the gradient of an objective that is a number stops being one. */
export function notFiniteGradient(snapshot: Snapshot, values: Values, sources: Sources): Problem[] {
  const { program, objective } = snapshot.model;
  if (!objective || !isFiniteNode(program, values, objective.gradient.root)) return [];
  const broken = firstBrokenFlow(program, values, objective.gradient);
  const expression = broken && sources.expressionOf(broken.consumer);
  if (!expression) return [];
  const given = showOperands(broken.operands, sources);
  const instead = escapeFrom(snapshot, values, sources, broken, expression);
  const value = showNumber(broken.value, shownDigits);
  return [problem('gradient-not-finite', expression, sources.sourceOf(expression), value, given, instead)];
}

/** `x = 1, y = 0`. */
function showOperands(operands: readonly Reach[], sources: Sources): string {
  const shown = operands.flatMap(({ node, least, largest }) => {
    const name = sources.nameOf(node);
    if (name === undefined) return [];
    const [from, to] = [least, largest].map((number) => showNumber(number, shownDigits));
    if (least > largest) return [l10n.t`${name} without elements`];
    return [from === to ? `${name} = ${from}` : l10n.t`${name} from ${from} to ${to}`];
  });
  return [...new Set(shown)].join(', ');
}

/** `[1, 0] and 2 others` in a tensor; nothing for a scalar. */
function showPlace(shape: Shape, { index, count }: Maker): string {
  return shape.length === 0 ? '' : andOthers(showIndex(shape, index), count - 1);
}
