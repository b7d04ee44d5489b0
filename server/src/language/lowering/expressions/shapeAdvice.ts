/** Advice for shapes that don't fit: which axes have to agree, with the names of the operands, and a way out. */

import * as l10n from '@vscode/l10n';
import type { Attributes, Operator } from '../../../engine/ir/operator.ts';
import { normalizeAxis, type Shape, shapesEqual, sizeOf } from '../../../engine/ir/shape.ts';
import { matmul } from '../../../engine/operators/products.ts';
import { reshape } from '../../../engine/operators/shapes/shaping.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import type { Expression } from '../../syntax/ast.ts';

/** An operand with the name that messages give it. */
interface NamedShape {
  readonly name: string;
  /** What to write for its transpose; undefined if it has no name of its own. */
  readonly transposed?: string;
  readonly shape: Shape;
}

/** The problem with advice, if it is one of shapes and there is any. */
export function withShapeAdvice(
  found: Problem,
  operator: Operator,
  operands: readonly Expression[],
  shapes: readonly Shape[],
  attributes: Attributes = {},
): Problem {
  if (found.code !== 'shape-mismatch') return found;
  const named = shapes.map((shape, index) => ({ shape, ...describe(operands[index], index) }));
  const advice = adviceFor(operator, named, attributes);
  return advice === undefined ? found : problem('shape-mismatch', found, found.details[0] as string, advice);
}

function describe(operand: Expression | undefined, index: number): Omit<NamedShape, 'shape'> {
  if (operand?.kind === 'name') return { name: operand.name, transposed: `${operand.name}.T` };
  if (operand?.kind === 'member') {
    const name = [operand.owner.name, ...operand.path].join('.');
    return { name, transposed: `${name}.T` };
  }
  const inner = operand?.kind === 'transpose' ? describe(operand.operand, index) : undefined;
  if (inner?.transposed !== undefined) return { name: inner.transposed, transposed: inner.name };
  return { name: index === 0 ? l10n.t('the left side') : l10n.t('the right side') };
}

function adviceFor(operator: Operator, operands: readonly NamedShape[], attributes: Attributes): string | undefined {
  const [left, right] = operands;
  if (operator === reshape && attributes.shape) return reshapeAdvice(left, attributes.shape);
  if (operator === matmul) return matmulAdvice(left, right);
  if (attributes.axis && operands.length === 1) return axisAdvice(left.shape, attributes.axis);
  const isBroadcasting = operator.kind === 'elementwise' || operator.isBroadcasting === true;
  return isBroadcasting && operands.length > 1 ? broadcastAdvice(operands) : undefined;
}

function matmulAdvice(left: NamedShape, right: NamedShape): string | undefined {
  const inner = left.shape.at(-1);
  if (inner === undefined || right.shape.length === 0) return undefined;
  const rule =
    right.shape.length === 1
      ? l10n.t`${right.name} must be as long as ${left.name} has columns, ${inner}`
      : l10n.t`${right.name} must have as many rows as ${left.name} has columns, ${inner}`;
  const rows = right.shape.at(Math.max(-2, -right.shape.length));
  if (right.shape.length === 2 && inner === right.shape[1]) return orTransposed(rule, right);
  return left.shape.length === 2 && left.shape[0] === rows ? orTransposed(rule, left) : rule;
}

function orTransposed(rule: string, { name, transposed }: NamedShape): string {
  return transposed === undefined
    ? l10n.t`${rule}; ${name} would fit transposed, with .T`
    : l10n.t`${rule}; ${transposed} would fit in place of ${name}`;
}

function broadcastAdvice([left, right, third]: readonly NamedShape[]): string {
  const rule = l10n.t('axes align from the last one, and must be equally long or 1');
  if (third !== undefined) return rule;
  const isTransposed = left.shape.length > 1 && shapesEqual(left.shape.toReversed(), right.shape);
  if (isTransposed) return orTransposed(rule, right);
  const [shorter, longer] = left.shape.length < right.shape.length ? [left, right] : [right, left];
  const isColumn = shorter.shape.length === 1 && longer.shape.length === 2 && shorter.shape[0] === longer.shape[0];
  if (!isColumn) return rule;
  return l10n.t`${rule}; to make ${shorter.name} a column, write reshape(${shorter.transposed ? shorter.name : '…'}, [-1, 1])`;
}

function reshapeAdvice({ shape }: NamedShape, target: Shape): string | undefined {
  if (target.some((length) => length < 0)) return undefined;
  return l10n.t`${sizeOf(shape)} ≠ ${sizeOf(target)}; write -1 for one length, and it is computed`;
}

function axisAdvice(shape: Shape, axes: readonly number[]): string | undefined {
  const rank = shape.length;
  const isMissing = axes.some((axis) => normalizeAxis(axis, rank) < 0 || normalizeAxis(axis, rank) >= rank);
  if (!isMissing || rank === 0) return undefined;
  return rank === 1 ? l10n.t('the only axis is 0') : l10n.t`use one from 0 to ${rank - 1}, or −1 for the last`;
}
