/** Shared parts of operators along axes: parameters, shape rule, and the adjoint of what was reduced. */

import * as l10n from '@vscode/l10n';
import type { Attributes, NodeId, Parameter, ProgramBuilder } from '../../ir/operator.ts';
import { toPythonTuple } from '../../ir/pythonLiterals.ts';
import {
  isMismatch,
  type Mismatch,
  normalizeAxes,
  reducedShape,
  requireAxes,
  type Shape,
  shapesEqual,
  showShape,
  sizeOf,
} from '../../ir/shape.ts';
import { expand, reshape } from '../layout/shaping.ts';

export const reductionParameters: readonly Parameter[] = [
  { name: 'x', kind: 'operand' },
  { name: 'axis', kind: 'axis' },
  { name: 'keep', kind: 'switch' },
];

/** The default of what is added to a variance before its root divides. */
export const defaultEps = 1e-5;

/** The shape rule of a reduction that is called by this name. */
export function reductionShapeRule(
  name: string,
): (operands: readonly Shape[], attributes: Attributes) => Shape | Mismatch {
  return ([operand], { axis, keep = false }) => {
    const axes = resolveAxes(name, operand, axis);
    return isMismatch(axes) ? axes : reducedShape(operand, axes, keep);
  };
}

/** The axes that a call names, counted from the front; every axis where it names none. */
export function resolveAxes(
  name: string,
  operand: Shape,
  axis: readonly number[] | undefined,
): readonly number[] | Mismatch {
  const axes = normalizeAxes(axis, operand.length);
  return isMismatch(axes) ? operandMismatch(name, operand, axes.mismatch) : axes;
}

/** Why an operator can't be applied to a tensor of this shape. */
export function operandMismatch(name: string, operand: Shape, reason: string): Mismatch {
  return {
    mismatch:
      operand.length === 0
        ? l10n.t`${name} of a scalar: ${reason}`
        : l10n.t`${name} of ${showShape(operand)}: ${reason}`,
  };
}

/** The operand's shape with length 1 on each of these axes: what broadcasts against the operand. */
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

/** The adjoint of a reduction, repeated over what was reduced. */
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

/** The number of elements that each element of a reduction is made of. */
export function reducedCount(p: ProgramBuilder, operand: NodeId, reduction: NodeId): number {
  return sizeOf(p.shape(operand)) / sizeOf(p.shape(reduction));
}

/** `, dim=(0,), keepdim=True` */
export function torchArguments({ axis, keep = false }: Attributes): string {
  if (axis === undefined && !keep) return '';
  return `, dim=${axis === undefined ? 'None' : toPythonTuple(axis)}, keepdim=${keep ? 'True' : 'False'}`;
}
