/**
 * The trap of `where`: the branch that it doesn't take is computed all the same, and where the slope of that branch is
 * infinite, the 0 that flows back into it turns into NaN. What helps is to choose inside: `sqrt(where(c, x, 1))`.
 */

import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import { type BrokenFlow, operandAt } from '../../engine/autodiff/nonFinite.ts';
import type { Operator } from '../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { sameShape } from '../../engine/ir/shape.ts';
import { divide, where } from '../../engine/operators/elementwise/arithmetic.ts';
import { acos, asin } from '../../engine/operators/elementwise/functions.ts';
import { elementsOf, type Values } from '../../engine/runtime/execute.ts';
import { onOneLine } from '../../language/base/excerpt.ts';
import type { Expression } from '../../language/syntax/tree.ts';
import type { Sources } from '../nodeSources.ts';
import type { Snapshot } from '../snapshot.ts';

/** At the bounds of these 1 is no safe number. */
const steepAtOne: ReadonlySet<Operator> = new Set([asin, acos]);

/** What to write instead of the expression through which the gradient flows; undefined where this is not the trap. */
export function escapeFrom(
  { text, model }: Snapshot,
  values: Values,
  sources: Sources,
  { consumer, index }: BrokenFlow,
  expression: Expression,
): string | undefined {
  const { program, expressionNodes } = model;
  const gradient = model.objective?.gradient;
  const adjoint = gradient && adjointOf(gradient, consumer);
  if (index === undefined || !gradient || adjoint === undefined) return undefined;
  if (expressionNodes[expression.index] !== consumer) return undefined;
  if (elementsOf(program, values, adjoint)[index] !== 0) return undefined;
  const choice = choiceAgainst(program, values, consumer, gradient.root, index);
  const condition = choice && sources.nameOf(program.operand(choice.node, 0));
  const operator = program.operator(consumer);
  const culprit = operandsOf(expression)[operator === divide ? 1 : 0];
  if (condition === undefined || culprit === undefined || isCut(condition)) return undefined;
  const operand = text.slice(culprit.start, culprit.end);
  const safe = steepAtOne.has(operator) ? '0' : '1';
  const chosen = choice?.branch === 1 ? `${operand}, ${safe}` : `${safe}, ${operand}`;
  const [before, after] = [text.slice(expression.start, culprit.start), text.slice(culprit.end, expression.end)];
  return onOneLine(`${before}where(${condition}, ${chosen})${after}`);
}

/** The first `where` after a node that takes the other branch at an element of it, and which of its operands the node leads to. */
function choiceAgainst(
  program: Program,
  values: Values,
  start: NodeId,
  root: NodeId,
  index: number,
): { readonly node: NodeId; readonly branch: number } | undefined {
  const depends = new Set([start]);
  for (let node = start + 1; node <= root; node++) {
    const branch = program.operands(node).findIndex((operand) => depends.has(operand));
    if (branch < 0) continue;
    depends.add(node);
    if (program.operator(node) !== where || branch === 0) continue;
    if (!sameShape(program.shape(node), program.shape(start))) return undefined;
    const taken = operandAt(program, values, node, 0, index) !== 0 ? 1 : 2;
    return taken === branch ? undefined : { node, branch };
  }
  return undefined;
}

function operandsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'binary') return [expression.left, expression.right];
  return expression.kind === 'call' ? expression.arguments.map(({ value }) => value) : [];
}

/** Whether a source is longer than what is shown of it. */
function isCut(source: string): boolean {
  return source.endsWith('…');
}
