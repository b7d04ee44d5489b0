/** Constructors for rows of functions of one number, which make the gradient rule from the derivative. */

import type {
  Domain,
  ElementwiseOperator,
  Inactivity,
  NodeId,
  Noun,
  ProgramBuilder,
  SampleIntervals,
} from '../ir/operator.ts';
import { divide, multiply } from './elementwise/arithmetic.ts';
import { callSignature, unary } from './operatorRows.ts';
import { filledNode } from './shapes/shaping.ts';

/** Appends a node that is computed from the operand `x` and the output `y`, such as the local gradient. */
type NodeRule = (p: ProgramBuilder, x: NodeId, y: NodeId) => NodeId;

interface FunctionRow {
  readonly name: string;
  readonly doc: string;
  readonly gradientDoc: string;
  readonly noun?: Noun;
  readonly graphLabel?: string;
  readonly forward: (x: number) => number;
  readonly domain?: Domain;
  readonly isActivation?: true;
  readonly inactivity?: Inactivity;
  readonly sampleIntervals: SampleIntervals;
  /** PyTorch's spelling; `torch.<name>(x)` unless given. */
  readonly torch?: ElementwiseOperator['torch'];
}

/** An operator of one operand whose rule multiplies the adjoint by a derivative. */
export function withDerivative({
  derivative,
  ...row
}: FunctionRow & { readonly derivative: NodeRule }): ElementwiseOperator {
  return elementary(row, (p, g, x, y) => p.add(multiply, [g, derivative(p, x, y)]));
}

/** For a derivative 1 / reciprocal: dividing the adjoint rounds once, multiplying by the derivative would round twice. */
export function withReciprocalDerivative({
  reciprocal,
  ...row
}: FunctionRow & { readonly reciprocal: NodeRule }): ElementwiseOperator {
  return elementary(row, (p, g, x, y) => p.add(divide, [g, reciprocal(p, x, y)]));
}

/** An operator whose derivative is 0 wherever it has one. */
export function withZeroDerivative(row: FunctionRow): ElementwiseOperator {
  return elementary(row, (p, _, x) => filledNode(p, 0, p.shape(x)));
}

function elementary(
  { sampleIntervals, torch = ([x]) => `torch.${row.name}(${x})`, ...row }: FunctionRow,
  vjp: (p: ProgramBuilder, g: NodeId, x: NodeId, y: NodeId) => NodeId,
): ElementwiseOperator {
  return unary({
    ...row,
    call: callSignature(row.name, 'x'),
    example: `${row.name}(x)`,
    vjp: [(p, g, [x], y) => vjp(p, g, x, y)],
    sampleIntervals: [sampleIntervals],
    torch,
  });
}
