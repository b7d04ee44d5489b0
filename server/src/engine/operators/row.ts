/** Constructors for rows of the operator table: each demands one gradient rule an operand, so a missing rule doesn't compile. */

import type { Call, Domain, ElementwiseOperator, Parameter, TensorOperator, Vjp } from '../ir/operator.ts';
import { broadcast } from '../ir/shape.ts';

type Rule = Vjp | null;

type Elementwise<Rules, Domains, Forward> = Pick<
  ElementwiseOperator,
  'name' | 'doc' | 'torch' | 'symbol' | 'call' | 'example' | 'localRule'
> & {
  readonly forward: Forward;
  readonly vjp: Rules;
  /** The intervals from which each operand may be sampled. */
  readonly domain: Domains;
};

export function unary(
  row: Elementwise<readonly [Rule], readonly [Domain], (a: number) => number>,
): ElementwiseOperator {
  return { kind: 'elementwise', shape: broadcast, ...row };
}

export function binary(
  row: Elementwise<readonly [Rule, Rule], readonly [Domain, Domain], (a: number, b: number) => number>,
): ElementwiseOperator {
  return { kind: 'elementwise', shape: broadcast, ...row };
}

export function ternary(
  row: Elementwise<
    readonly [Rule, Rule, Rule],
    readonly [Domain, Domain, Domain],
    (a: number, b: number, c: number) => number
  >,
): ElementwiseOperator {
  return { kind: 'elementwise', shape: broadcast, ...row };
}

export function tensor(row: Omit<TensorOperator, 'kind'>): TensorOperator {
  return { kind: 'tensor', ...row };
}

/** A call whose parameters are all operands; `slope = 0.01` gives one a default. */
export function call(name: string, ...parameters: readonly string[]): Call {
  return { name, parameters: parameters.map(operandParameter) };
}

function operandParameter(text: string): Parameter {
  const [name, value] = text.split(' = ');
  return value === undefined ? { name, kind: 'operand' } : { name, kind: 'operand', default: Number(value) };
}

export const real: Domain = [[-3, 3]];
export const positive: Domain = [[0.2, 4]];
export const awayFromZero: Domain = [
  [-3, -0.2],
  [0.2, 3],
];
