/** Constructors for rows of the operator table. For elementwise operators a missing gradient rule is a type error. */

import type {
  CallSignature,
  ElementwiseOperator,
  Parameter,
  SampleIntervals,
  TensorOperator,
  Vjp,
} from '../ir/operator.ts';
import { broadcastShapes } from '../ir/shape.ts';

type VjpRule = Vjp | null;

type ElementwiseRow<Rules, Intervals, Forward> = Pick<
  ElementwiseOperator,
  | 'name'
  | 'doc'
  | 'torch'
  | 'symbol'
  | 'call'
  | 'example'
  | 'gradientDoc'
  | 'noun'
  | 'graphLabel'
  | 'domain'
  | 'vjpConstantOperand'
  | 'isActivation'
  | 'inactivity'
> & {
  readonly forward: Forward;
  readonly vjp: Rules;
  /** The intervals from which each operand may be sampled. */
  readonly sampleIntervals: Intervals;
};

export function unary(
  row: ElementwiseRow<readonly [VjpRule], readonly [SampleIntervals], (a: number) => number>,
): ElementwiseOperator {
  return { kind: 'elementwise', shape: broadcastShapes, ...row };
}

export function binary(
  row: ElementwiseRow<
    readonly [VjpRule, VjpRule],
    readonly [SampleIntervals, SampleIntervals],
    (a: number, b: number) => number
  >,
): ElementwiseOperator {
  return { kind: 'elementwise', shape: broadcastShapes, ...row };
}

export function ternary(
  row: ElementwiseRow<
    readonly [VjpRule, VjpRule, VjpRule],
    readonly [SampleIntervals, SampleIntervals, SampleIntervals],
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

/** For an operand that may be any number, positive, or any number but 0. */
export const realSamples: SampleIntervals = [[-3, 3]];
export const positiveSamples: SampleIntervals = [[0.2, 4]];
export const nonZeroSamples: SampleIntervals = [
  [-3, -0.2],
  [0.2, 3],
];
