/** Values and gradients at kinks, bounds, ties, poles and overflows, by name. PyTorch's, where nothing else is said. */

import { describe, expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../server/src/engine/differentiate.ts';
import type { Operator } from '../../server/src/engine/operator.ts';
import * as activations from '../../server/src/engine/ops/activations.ts';
import * as arithmetic from '../../server/src/engine/ops/arithmetic.ts';
import * as extrema from '../../server/src/engine/ops/extrema.ts';
import * as functions from '../../server/src/engine/ops/functions.ts';
import { leaf, number } from '../../server/src/engine/ops/leaves.ts';
import { operators } from '../../server/src/engine/ops.ts';
import { type NodeId, Program } from '../../server/src/engine/program.ts';
import { evaluate } from '../support/evaluate.ts';

const { abs, asin, atan, exp, floor, log1p, sign, sqrt, tanh } = functions;
const { add, divide, equal, greater, log, multiply, notEqual, power, where } = arithmetic;
const { elu, gelu, leakyRelu, relu, selu, sigmoid, silu, softplus } = activations;
const { clip, hardtanh, maximum, minimum } = extrema;

type Row = readonly [name: string, operator: Operator, operands: number[], value: number, gradient: number[]];

describe('at kinks', () => {
  test.each<Row>([
    ['relu at 0', relu, [0], 0, [0]],
    ['relu at −0', relu, [-0], 0, [0]],
    ['abs at 0', abs, [0], 0, [0]],
    ['abs at −0', abs, [-0], 0, [-0]],
    ['leaky_relu at 0', leakyRelu, [0, 0.1], 0, [0.1, 0]],
    ['elu at 0', elu, [0, 2], 0, [2, 0]],
    ['selu at 0', selu, [0], 0, [1.7580993408473766]],
    ['sign at 0', sign, [0], 0, [0]],
    ['sign of a negative number', sign, [-3], -1, [0]],
    ['floor at a whole number', floor, [2], 2, [0]],
    ['floor below 0', floor, [-0.5], -1, [0]],
  ])('%s', agrees);
});

describe('at ties and bounds', () => {
  test.each<Row>([
    ['max at a tie', maximum, [2, 2], 2, [0.5, 0.5]],
    ['max of 0 and −0', maximum, [0, -0], 0, [0.5, 0.5]],
    ['min at a tie', minimum, [2, 2], 2, [0.5, 0.5]],
    ['max of a smaller and a larger', maximum, [1, 2], 2, [0, 1]],
    ['min of a smaller and a larger', minimum, [1, 2], 1, [1, 0]],
    ['clip at its lower bound', clip, [-1, -1, 1], -1, [1, 0, 0]],
    ['clip at its upper bound', clip, [1, -1, 1], 1, [1, 0, 0]],
    ['clip below', clip, [-2, -1, 1], -1, [0, 1, 0]],
    ['clip above', clip, [2, -1, 1], 1, [0, 0, 1]],
    ['clip between crossed bounds', clip, [0, 1, -1], -1, [0, 0, 1]],
    ['hardtanh inside', hardtanh, [0, -1, 1], 0, [1, 0, 0]],
    ['hardtanh at its lower bound', hardtanh, [-1, -1, 1], -1, [0, 1, 0]],
    ['hardtanh at its upper bound', hardtanh, [1, -1, 1], 1, [0, 0, 1]],
    ['hardtanh where both bounds meet', hardtanh, [1, 1, 1], 1, [0, 1, 0]],
    ['hardtanh above where both bounds meet', hardtanh, [2, 1, 1], 1, [0, 0, 1]],
    ['where on a condition of NaN', where, [Number.NaN, 1, 2], 1, [0, 1, 0]],
    ['where on a condition of −0', where, [-0, 1, 2], 2, [0, 0, 1]],
  ])('%s', agrees);
});

describe('a power', () => {
  const rows: Row[] = [
    ['0^2', power, [0, 2], 0, [0, 0]],
    ['0^1', power, [0, 1], 0, [1, 0]],
    ['0^0', power, [0, 0], 1, [0, 0]],
    ['0^½', power, [0, 0.5], 0, [Infinity, 0]],
    ['0^−1', power, [0, -1], Infinity, [-Infinity, -Infinity]],
    ['(−2)^3', power, [-2, 3], -8, [12, Number.NaN]],
    ['(−2)^½', power, [-2, 0.5], Number.NaN, [Number.NaN, Number.NaN]],
    ['1^NaN', power, [1, Number.NaN], 1, [Number.NaN, 0]],
    ['1^∞', power, [1, Infinity], 1, [Infinity, 0]],
    ['(−1)^∞', power, [-1, Infinity], 1, [Infinity, Number.NaN]],
    ['NaN^0', power, [Number.NaN, 0], 1, [0, Number.NaN]],
    ['∞^0', power, [Infinity, 0], 1, [0, Infinity]],
  ];

  test.each(rows)('%s', agrees);

  test.each(rows)('%s with a known exponent', (_, __, [base, exponent], value, gradient) => {
    const program = new Program();
    const x = program.add(leaf, [number(program, base)]);
    const output = program.add(power, [x, number(program, exponent)]);
    expect(valueAndGradient(program, output, [x])).toEqual([value, gradient[0]]);
  });

  test('at exponent 0 nothing flows, not even from an infinite gradient', () => {
    const program = new Program();
    const x = program.add(leaf, [number(program, 3)]);
    const output = program.add(multiply, [program.add(power, [x, number(program, 0)]), number(program, Infinity)]);
    expect(valueAndGradient(program, output, [x])).toEqual([Infinity, 0]);
  });
});

describe('at poles, saturated and overflowing', () => {
  test.each<Row>([
    ['softplus at its threshold', softplus, [20], 20.000000002061153, [0.9999999979388463]],
    ['softplus above its threshold', softplus, [20.5], 20.5, [1]],
    ['softplus of 1000', softplus, [1000], 1000, [1]],
    ['softplus of −1000', softplus, [-1000], 0, [0]],
    ['sigmoid of 1000', sigmoid, [1000], 1, [0]],
    ['sigmoid of −1000', sigmoid, [-1000], 0, [0]],
    ['silu of 1000', silu, [1000], 1000, [1]],
    ['gelu of 40', gelu, [40], 40, [1]],
    ['tanh of 1000', tanh, [1000], 1, [0]],
    ['elu of 1000', elu, [1000, 1], 1000, [1, 0]],
    ['elu of −1000', elu, [-1000, 2], -2, [0, -1]],
    ['exp of 1000', exp, [1000], Infinity, [Infinity]],
    ['log of 0', log, [0], -Infinity, [Infinity]],
    ['log of −1', log, [-1], Number.NaN, [-1]],
    ['log1p of −1', log1p, [-1], -Infinity, [Infinity]],
    ['sqrt of 0', sqrt, [0], 0, [Infinity]],
    ['asin of 1', asin, [1], Math.PI / 2, [Infinity]],
    ['atan of ∞', atan, [Infinity], Math.PI / 2, [0]],
    ['1 / 0', divide, [1, 0], Infinity, [Infinity, -Infinity]],
    ['0 / 0', divide, [0, 0], Number.NaN, [Infinity, Number.NaN]],
  ])('%s', agrees);
});

test('selu keeps its digits near 0', () => {
  expect(selu.kind === 'elementwise' && selu.forward(-1e-10, 0, 0)).toBe(-1.7580993407594719e-10);
});

test('the branch of a where that is not taken still spoils the gradient where its own derivative is infinite', () => {
  const program = new Program();
  const x = program.add(leaf, [number(program, 0)]);
  const condition = program.add(greater, [x, number(program, 0)]);
  const output = program.add(where, [condition, program.add(sqrt, [x]), number(program, 0)]);
  expect(valueAndGradient(program, output, [x])).toEqual([0, Number.NaN]);
});

test('an operand that is used twice gathers both contributions', () => {
  const program = new Program();
  const x = program.add(leaf, [number(program, 3)]);
  expect(valueAndGradient(program, program.add(multiply, [x, x]), [x])).toEqual([9, 6]);
  expect(valueAndGradient(program, program.add(add, [x, x]), [x])).toEqual([6, 2]);
});

test('a NaN is equal to nothing', () => {
  expect(equal.kind === 'elementwise' && equal.forward(Number.NaN, Number.NaN, 0)).toBe(0);
  expect(notEqual.kind === 'elementwise' && notEqual.forward(Number.NaN, Number.NaN, 0)).toBe(1);
});

const unary = operators.filter((operator) => operator.kind === 'elementwise' && operator.vjp.length === 1);

test.each(unary.map((operator) => [operator.name, operator] as const))('%s passes a NaN on', (_, operator) => {
  const [value] = at(operator, [Number.NaN]);
  expect(value).toBeNaN();
});

function agrees(_: string, operator: Operator, operands: number[], value: number, gradient: number[]): void {
  const positive = (x: number): number => (x === 0 ? 0 : x);
  expect(at(operator, operands).map(positive)).toEqual([value, ...gradient].map(positive));
}

/** The value of an operator and its gradient for each operand. */
function at(operator: Operator, operands: readonly number[]): number[] {
  const program = new Program();
  const leaves = operands.map((operand) => program.add(leaf, [number(program, operand)]));
  return valueAndGradient(program, program.add(operator, leaves), leaves);
}

function valueAndGradient(program: Program, output: NodeId, leaves: readonly NodeId[]): number[] {
  const gradient = differentiate(program, output, (node) => leaves.includes(node));
  const values = evaluate(program);
  const derivative = (node: NodeId): number => {
    const adjoint = adjointOf(gradient, node);
    return adjoint === undefined ? 0 : values[adjoint][0];
  };
  return [values[output][0], ...leaves.map(derivative)];
}
