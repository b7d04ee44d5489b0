/** Constructors for rows of the operator table: each demands one gradient rule an operand, so a missing rule doesn't compile. */

import type { CallSignature, Domain, ElementwiseOperator, Parameter, TensorOperator, Vjp } from '../ir/operator.ts';
import { broadcastShapes } from '../ir/shape.ts';

type VjpRule = Vjp | null;

type ElementwiseRow<Rules, Domains, Forward> = Pick<
  ElementwiseOperator,
  'name' | 'doc' | 'torch' | 'symbol' | 'call' | 'example' | 'localRule' | 'noun' | 'graphText'
> & {
  readonly forward: Forward;
  readonly vjp: Rules;
  /** The intervals from which each operand may be sampled. */
  readonly domain: Domains;
};

export function unary(
  row: ElementwiseRow<readonly [VjpRule], readonly [Domain], (a: number) => number>,
): ElementwiseOperator {
  return { kind: 'elementwise', shape: broadcastShapes, ...row };
}

export function binary(
  row: ElementwiseRow<readonly [VjpRule, VjpRule], readonly [Domain, Domain], (a: number, b: number) => number>,
): ElementwiseOperator {
  return { kind: 'elementwise', shape: broadcastShapes, ...row };
}

export function ternary(
  row: ElementwiseRow<
    readonly [VjpRule, VjpRule, VjpRule],
    readonly [Domain, Domain, Domain],
    (a: number, b: number, c: number) => number
  >,
): ElementwiseOperator {
  return { kind: 'elementwise', shape: broadcastShapes, ...row };
}

export function tensorOperator(row: Omit<TensorOperator, 'kind'>): TensorOperator {
  return { kind: 'tensor', ...row };
}

/** A call whose parameters are all operands; `slope = 0.01` gives one a default. */
export function callSignature(name: string, ...parameters: readonly string[]): CallSignature {
  return { name, parameters: parameters.map(operandParameter) };
}

function operandParameter(declaration: string): Parameter {
  const [name, defaultValue] = declaration.split(' = ');
  return defaultValue === undefined
    ? { name, kind: 'operand' }
    : { name, kind: 'operand', default: Number(defaultValue) };
}

export const real: Domain = [[-3, 3]];
export const positive: Domain = [[0.2, 4]];
export const nonZero: Domain = [
  [-3, -0.2],
  [0.2, 3],
];
