/** Diagnostics of non-finite numbers: the expressions that produce them, and where the gradient becomes non-finite. */

import * as l10n from '@vscode/l10n';
import { formatNumber } from '../../display/numbers.ts';
import {
  findFiniteNodes,
  firstNonFiniteContribution,
  isFiniteNode,
  type NonFiniteOrigin,
  nonFiniteOrigins,
  type ValueRange,
} from '../../engine/diagnosis/nonFinite.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { formatIndex, type Shape } from '../../engine/ir/shape.ts';
import { elementsOf, type Values } from '../../engine/ir/values.ts';
import { where } from '../../engine/operators/elementwise/selection.ts';
import { ValuesCache } from '../../engine/runtime/valuesCache.ts';
import { type InvalidIndex, withOthers } from '../../language/problems/numeric.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';
import type { Expression, LocatedExpression } from '../../language/syntax/ast.ts';
import { nameEnd } from '../../language/text/lexemes.ts';
import { lastForwardNode, type NodeSources } from '../nodeSources.ts';
import type { Snapshot } from '../snapshot.ts';
import { suggestInnerWhere } from './suggestInnerWhere.ts';

const shownDigits = 6;

const originsByLastNode = new ValuesCache<NodeId, readonly NonFiniteOrigin[]>();

/** Reports the expressions that produce a non-finite number, but not those that only propagate it. */
export function* nonFiniteValues(
  snapshot: Snapshot,
  values: Values,
  sources: NodeSources,
): Generator<undefined, Problem[]> {
  const { program } = snapshot.model;
  yield* findFiniteNodes(program, values);
  const last = lastForwardNode(snapshot);
  const isObserved = observedNodes(snapshot, values, last);
  const origins = new Map<Expression, { readonly source: LocatedExpression; readonly origin: NonFiniteOrigin }>();
  const allOrigins = yield* originsByLastNode.inSlices(values, last, () => nonFiniteOrigins(program, values, 0, last));
  for (const origin of allOrigins) {
    const source = isObserved[origin.node] ? sources.expressionOf(origin.node) : undefined;
    if (source && !origins.has(source.expression)) origins.set(source.expression, { source, origin });
  }
  return [...origins.values()].map(({ source, origin }) => {
    const { node, value, operands } = origin;
    const isInput = operands.length === 0;
    const name = (isInput ? sources.nameOf(node) : undefined) ?? sources.sourceOf(source);
    const valueText = formatNumber(value, shownDigits);
    const location = showLocation(program.shape(node), origin);
    const undefinedWhere = Number.isNaN(value) ? program.operator(node).undefinedWhere : undefined;
    return problem(
      'not-finite',
      source.range,
      name,
      isInput,
      valueText,
      showOperands(operands, sources),
      location,
      undefinedWhere,
      Number.isNaN(value) ? invalidIndex(snapshot, values, node, sources) : undefined,
    );
  });
}

/** The first element that is not an index, of the operand that holds indices. */
function invalidIndex(
  { model: { program } }: Snapshot,
  values: Values,
  node: NodeId,
  sources: NodeSources,
): InvalidIndex | undefined {
  const operands = program.operands(node);
  const shapes = operands.map((operand) => program.shape(operand));
  const bounds = program.operator(node).indexBounds?.(shapes, program.attributes(node));
  if (bounds === undefined) return undefined;
  const { operand, low, high, ignored } = bounds;
  const elements = elementsOf(program, values, operands[operand]);
  const isValid = (element: number): boolean =>
    element === ignored || (Number.isInteger(element) && low <= element && element <= high);
  const index = elements.findIndex((element) => !isValid(element));
  if (index < 0) return undefined;
  const name = sources.nameOf(operands[operand]);
  const location = shapes[operand].length === 0 ? '' : formatIndex(shapes[operand], index);
  const valueText = formatNumber(elements[index], shownDigits);
  const [lowText, highText] = [low, high].map((bound) => formatNumber(bound, shownDigits));
  const text =
    name === undefined
      ? valueText
      : `${nameEnd(name, 0) === name.length ? name : `(${name})`}${location} = ${valueText}`;
  return { text, low: lowText, high: highText };
}

/**
 * 1 for each node with a use that is not masked. Non-finite elements in a branch that `where` does not take are
 * intentional.
 */
function observedNodes({ model: { program, statementNodes } }: Snapshot, values: Values, last: NodeId): Uint8Array {
  const isObserved = new Uint8Array(last + 1);
  for (const node of statementNodes) if (node >= 0) isObserved[node] = 1;
  for (let node = last; node >= 0; node--) {
    const hasFiniteValues = isFiniteNode(program, values, node);
    for (let position = 0; position < program.arity(node); position++) {
      const isMaskable = program.operator(node) === where && position > 0;
      if (hasFiniteValues ? !isMaskable : isObserved[node]) isObserved[program.operand(node, position)] = 1;
    }
  }
  return isObserved;
}

/** Reports where the gradient of a finite objective becomes non-finite. */
export function* nonFiniteGradient(
  snapshot: Snapshot,
  values: Values,
  sources: NodeSources,
): Generator<undefined, Problem[]> {
  const { program, objective } = snapshot.model;
  if (!objective || !isFiniteNode(program, values, objective.backwardPass.root)) return [];
  const broken = yield* firstNonFiniteContribution(program, values, objective.backwardPass);
  const source = broken && sources.expressionOf(broken.consumer);
  if (!source) return [];
  const operandsText = showOperands(broken.operands, sources);
  const replacement = suggestInnerWhere(snapshot, values, sources, broken, source);
  const value = formatNumber(broken.value, shownDigits);
  return [problem('gradient-not-finite', source.range, sources.sourceOf(source), value, operandsText, replacement)];
}

/** `x = 1, y = 0`. */
function showOperands(operands: readonly ValueRange[], sources: NodeSources): string {
  const operandTexts = operands.flatMap(({ node, min, max }) => {
    const name = sources.nameOf(node);
    if (name === undefined) return [];
    const [from, to] = [min, max].map((number) => formatNumber(number, shownDigits));
    if (min > max) return [l10n.t`${name} is empty`];
    return [from === to ? `${name} = ${from}` : l10n.t`${name} between ${from} and ${to}`];
  });
  return [...new Set(operandTexts)].join(', ');
}

/** `[1, 0] and 2 others` in a tensor; empty for a scalar. */
function showLocation(shape: Shape, { index, count }: NonFiniteOrigin): string {
  return shape.length === 0 ? '' : withOthers(formatIndex(shape, index), count - 1);
}
