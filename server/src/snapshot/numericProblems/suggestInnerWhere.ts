/**
 * Fix for the `where` trap: the branch not taken is computed as well, and if its slope is infinite, the upstream
 * gradient of 0 becomes NaN. The fix moves the choice inside: `sqrt(where(c, x, 1))`.
 */

import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import { type NonFiniteContribution, operandAt } from '../../engine/diagnosis/nonFinite.ts';
import type { Operator } from '../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { shapesEqual } from '../../engine/ir/shape.ts';
import { elementsOf, type Values } from '../../engine/ir/values.ts';
import { divide } from '../../engine/operators/elementwise/arithmetic.ts';
import { acos, asin } from '../../engine/operators/elementwise/functions.ts';
import { where } from '../../engine/operators/elementwise/selection.ts';
import type { LocatedExpression } from '../../language/syntax/ast.ts';
import { operandsOf } from '../../language/syntax/operands.ts';
import { collapseWhitespace } from '../../language/text/excerpt.ts';
import type { NodeSources } from '../nodeSources.ts';
import type { Snapshot } from '../snapshot.ts';

/** Operators with an infinite slope at ±1, so that 1 is not a safe input. */
const steepAtOne: ReadonlySet<Operator> = new Set([asin, acos]);

/** Replacement for the expression through which the gradient flows; undefined if this is not the trap. */
export function suggestInnerWhere(
  { text, model }: Snapshot,
  values: Values,
  sources: NodeSources,
  { consumer, index }: NonFiniteContribution,
  { expression, index: expressionIndex, range: { start, end } }: LocatedExpression,
): string | undefined {
  const { program, expressionNodes } = model;
  const gradient = model.objective?.backwardPass;
  const adjoint = gradient && adjointOf(gradient, consumer);
  if (index === undefined || !gradient || adjoint === undefined) return undefined;
  if (expressionNodes[expressionIndex] !== consumer) return undefined;
  if (elementsOf(program, values, adjoint)[index] !== 0) return undefined;
  const maskingWhere = maskingWhereOf(program, values, consumer, gradient.root, index);
  const condition = maskingWhere && sources.nameOf(program.operand(maskingWhere.node, 0));
  const operator = program.operator(consumer);
  const { kind } = expression;
  const operands = kind === 'binary' || kind === 'call' ? operandsOf(expression) : [];
  const unsafeOperand = operands[operator === divide ? 1 : 0];
  if (condition === undefined || unsafeOperand === undefined || isTruncated(condition)) return undefined;
  const operandStart = start + unsafeOperand.offset - expression.offset;
  const operandEnd = operandStart + unsafeOperand.length;
  const operand = text.slice(operandStart, operandEnd);
  const safeValue = steepAtOne.has(operator) ? '0' : '1';
  const branches = maskingWhere?.branch === 1 ? `${operand}, ${safeValue}` : `${safeValue}, ${operand}`;
  const [prefix, suffix] = [text.slice(start, operandStart), text.slice(operandEnd, end)];
  return collapseWhitespace(`${prefix}where(${condition}, ${branches})${suffix}`);
}

/** The first `where` after `start` that selects the other branch at `index`, and the operand that depends on `start`. */
function maskingWhereOf(
  program: Program,
  values: Values,
  start: NodeId,
  root: NodeId,
  index: number,
): { readonly node: NodeId; readonly branch: number } | undefined {
  const dependents = new Set([start]);
  for (let node = start + 1; node <= root; node++) {
    const branch = program.operands(node).findIndex((operand) => dependents.has(operand));
    if (branch < 0) continue;
    dependents.add(node);
    if (program.operator(node) !== where || branch === 0) continue;
    if (!shapesEqual(program.shape(node), program.shape(start))) return undefined;
    const takenBranch = operandAt(program, values, node, 0, index) !== 0 ? 1 : 2;
    return takenBranch === branch ? undefined : { node, branch };
  }
  return undefined;
}

function isTruncated(source: string): boolean {
  return source.endsWith('…');
}
