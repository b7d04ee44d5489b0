/** Where values enter a program: constants, and the leaves that training moves. */

import * as l10n from '@vscode/l10n';
import type { Attributes } from '../ir/operator.ts';
import type { NodeId, Program } from '../ir/program.ts';
import { type Shape, scalar, showShape, sizeOf } from '../ir/shape.ts';
import { callSignature, real, tensorOperator } from './operatorRows.ts';

export const constant = tensorOperator({
  name: 'constant',
  doc: 'Numbers that are given.',
  shape: (_, { values = [], shape = scalar }) =>
    values.length === sizeOf(shape)
      ? shape
      : { mismatch: l10n.t`${values.length} numbers don't fill ${showShape(shape)}` },
  forward: (_, output, __, { values = [] }) => output.set(values),
  vjp: [],
  domain: [],
  torch: (_, { values = [], shape = scalar }) =>
    values.length === 0 ? `torch.empty(${toPythonTuple(shape)})` : `torch.tensor(${toPythonList(values, shape)})`,
});

/**
 * A value that can be set from outside without building the program anew: a parameter or samples. Its operand is what
 * it starts from; differentiation ends here.
 */
export const leaf = tensorOperator({
  name: 'leaf',
  doc: 'A value that training or a person may set.',
  shape: ([start]) => start,
  forward: ([start], output) => output.set(start),
  vjp: [null],
  domain: [real],
  torch: ([start]) => `torch.nn.Parameter(${start})`,
});

/** A second name for a value, so that each name has a gradient of its own. */
export const identity = tensorOperator({
  name: 'identity',
  doc: 'The same value under another name.',
  localRule: 'a second name hands the gradient on unchanged',
  shape: ([operand]) => operand,
  forward: ([operand], output) => output.set(operand),
  vjp: [(_, adjoint) => adjoint],
  domain: [real],
  torch: ([operand]) => `${operand}.clone()`,
});

export const detach = tensorOperator({
  name: 'detach',
  call: callSignature('detach', 'x'),
  doc: 'The same value, taken for a constant by the reverse pass.',
  example: 'detach(target)',
  localRule: 'detach stops the gradient',
  shape: ([operand]) => operand,
  forward: ([operand], output) => output.set(operand),
  vjp: [null],
  domain: [real],
  torch: ([operand]) => `${operand}.detach()`,
});

/** Appends a scalar constant. */
export function constantNode(program: Program, value: number): NodeId {
  return program.addConstant(value);
}

/** What makes a constant a scalar of this value. */
export function constantAttributes(value: number): Attributes {
  return { values: [value], shape: scalar };
}

/** The value of a node that is a scalar constant. */
export function constantValue(program: Program, node: NodeId): number | undefined {
  return program.constantValue(node);
}

/** The numbers of a tensor as a Python list of lists, or as a number where it is a scalar. */
function toPythonList(values: ArrayLike<number>, shape: Shape): string {
  let items = Array.from(values, toPythonFloat);
  for (const length of shape.toReversed()) {
    const rows: string[] = [];
    for (let start = 0; start < items.length; start += length) {
      rows.push(`[${items.slice(start, start + length).join(', ')}]`);
    }
    items = rows;
  }
  return items[0];
}

/** A number as Python reads it, with a point where it is whole. */
export function toPythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'torch.nan';
  if (!Number.isFinite(value)) return value > 0 ? 'torch.inf' : '-torch.inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

export function toPythonTuple(shape: Shape): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}
