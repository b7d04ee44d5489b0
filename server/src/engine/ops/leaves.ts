/** Where values enter a program: constants, and the leaves that training moves. */

import type { NodeId, Program } from '../program.ts';
import { scalar, type Shape } from '../shape.ts';
import { real, tensor } from './rows.ts';

export const constant = tensor({
  name: 'constant',
  doc: 'Numbers that are given.',
  shape: (_, { shape }) => shape ?? scalar,
  forward: (_, output, __, { values }) => output.set(values ?? []),
  vjp: [],
  domain: [],
  torch: (_, { values, shape }) =>
    `torch.tensor([${Array.from(values ?? [], showPython).join(', ')}], dtype=torch.float64).reshape(${showTuple(shape ?? scalar)})`,
});

/**
 * A value that can be set from outside without building the program anew: a parameter or samples. Its operand is what
 * it starts from; differentiation ends here.
 */
export const leaf = tensor({
  name: 'leaf',
  doc: 'A value that training or a person may set.',
  shape: ([start]) => start,
  forward: ([start], output) => output.set(start),
  vjp: [null],
  domain: [real],
  torch: ([start]) => `${start}.clone().detach()`,
});

/** A second name for a value, so that each name has a gradient of its own. */
export const identity = tensor({
  name: 'identity',
  doc: 'The same value under another name.',
  localRule: 'a second name hands the gradient on unchanged',
  shape: ([operand]) => operand,
  forward: ([operand], output) => output.set(operand),
  vjp: [(_, adjoint) => adjoint],
  domain: [real],
  torch: ([operand]) => `${operand}.clone()`,
});

/** Appends a scalar constant. */
export function number(program: Program, value: number): NodeId {
  return program.add(constant, [], { values: Float64Array.of(value), shape: scalar });
}

/** The value of a node that is a scalar constant. */
export function constantNumber(program: Program, node: NodeId): number | undefined {
  const isNumber = program.operator(node) === constant && program.shape(node).length === 0;
  return isNumber ? program.attributes(node).values?.[0] : undefined;
}

function showPython(value: number): string {
  if (Number.isNaN(value)) return "float('nan')";
  if (!Number.isFinite(value)) return value > 0 ? "float('inf')" : "-float('inf')";
  return Object.is(value, -0) ? '-0.0' : String(value);
}

export function showTuple(shape: Shape): string {
  return `(${shape.map((length) => `${length},`).join(' ')})`;
}
