/** Shared parts of reductions: parameters, shape rules, and adjoints in the shape of the operand. */

import * as l10n from '@vscode/l10n';
import type { Attributes, NodeId, Parameter, ProgramBuilder } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import {
  formatShape,
  isMismatch,
  type Mismatch,
  normalizeAxes,
  reducedShape,
  requireAxes,
  type Shape,
  shapesEqual,
  sizeOf,
} from '../../ir/shape.ts';
import { expand, reshape } from '../shapes/shaping.ts';

export const reductionParameters: readonly Parameter[] = [
  { name: 'x', kind: 'operand' },
  { name: 'axis', kind: 'axis' },
  { name: 'keep', kind: 'switch' },
];

/** The default epsilon of normalizations, added to the variance. */
export const defaultEps = 1e-5;

/** The shape rule of the reduction with this name. */
export function reductionShapeRule(
  name: string,
): (operands: readonly Shape[], attributes: Attributes) => Shape | Mismatch {
  return ([operand], { axis, keep = false }) => {
    const axes = resolveAxes(name, operand, axis);
    return isMismatch(axes) ? axes : reducedShape(operand, axes, keep);
  };
}

/** The axes of a call, counted from the front; all axes if it gives none. */
export function resolveAxes(
  name: string,
  operand: Shape,
  axis: readonly number[] | undefined,
): readonly number[] | Mismatch {
  const axes = normalizeAxes(axis, operand.length);
  return isMismatch(axes) ? operandMismatch(name, operand, axes.mismatch) : axes;
}

/** The mismatch of an operator with a tensor of this shape. */
export function operandMismatch(name: string, operand: Shape, reason: string): Mismatch {
  return {
    mismatch:
      operand.length === 0
        ? l10n.t`${name} of a scalar: ${reason}`
        : l10n.t`${name} of ${formatShape(operand)}: ${reason}`,
  };
}

/** The operand's shape with length 1 on each of these axes, which broadcasts against the operand. */
export function keepDimsShape(operand: Shape, axis: readonly number[] | undefined): Shape {
  return reducedShape(operand, requireAxes(axis, operand.length), true);
}

/** The attributes of another reduction along the same axes, which keeps them. */
export function keepDimsAttributes({ axis }: Attributes): Attributes {
  return { ...(axis && { axis }), keep: true };
}

/** A node in the shape of a reduction, such as its adjoint, with the dropped axes restored with length 1. */
export function restoreAxes(p: ProgramBuilder, node: NodeId, operand: NodeId, reduction: NodeId): NodeId {
  const shape = keepDimsShape(p.shape(operand), p.attributes(reduction).axis);
  return shapesEqual(p.shape(node), shape) ? node : p.add(reshape, [node], { shape });
}

/** The adjoint of a reduction, expanded over the reduced axes. */
export function expandAdjoint(
  p: ProgramBuilder,
  adjoint: NodeId,
  [operand]: readonly NodeId[],
  reduction: NodeId,
): NodeId {
  const shape = p.shape(operand);
  const restored = restoreAxes(p, adjoint, operand, reduction);
  return shape.length === 0 ? restored : p.add(expand, [restored], { shape });
}

/** The number of elements reduced to each element of the result. */
export function reducedCount(p: ProgramBuilder, operand: NodeId, reduction: NodeId): number {
  return sizeOf(p.shape(operand)) / sizeOf(p.shape(reduction));
}

/** `, dim=(0,), keepdim=True` */
export function torchArguments({ axis, keep = false }: Attributes): string {
  if (axis === undefined && !keep) return '';
  return `, dim=${axis === undefined ? 'None' : toPythonTuple(axis)}, keepdim=${keep ? 'True' : 'False'}`;
}
