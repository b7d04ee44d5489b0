/** Values and gradients at kinks, bounds, ties, poles and overflows. edgeCases.test.ts compares them with PyTorch. */

import { describe, expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import type { Operator } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { selu } from '../../../server/src/engine/operators/elementwise/activations.ts';
import {
  add,
  equal,
  greater,
  multiply,
  notEqual,
} from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { sqrt } from '../../../server/src/engine/operators/elementwise/functions.ts';
import { power } from '../../../server/src/engine/operators/elementwise/power.ts';
import { where } from '../../../server/src/engine/operators/elementwise/selection.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { kinks, poles, powers, tiesAndBounds } from '../../support/programs/edges/elementwise.ts';
import { evaluate } from '../../support/programs/evaluate.ts';

describe('kinks', () => {
  test.each(kinks)('%s has the expected value and gradient', agrees);
});

describe('ties and bounds', () => {
  test.each(tiesAndBounds)('%s has the expected value and gradient', agrees);
});

describe('a power', () => {
  test.each(powers)('%s has the expected value and gradients', agrees);

  test.each(powers)(
    '%s has the same value and gradient with a constant exponent',
    (_, __, [base, exponent], value, gradient) => {
      const program = new Program();
      const x = program.add(leaf, [program.addConstant(base)]);
      const output = program.add(power, [x, program.addConstant(exponent)]);
      expect(valueAndGradient(program, output, [x])).toEqual([value, gradient[0]]);
    },
  );

  test('passes no gradient at exponent 0, even if the upstream gradient is infinite', () => {
    const program = new Program();
    const x = program.add(leaf, [program.addConstant(3)]);
    const output = program.add(multiply, [
      program.add(power, [x, program.addConstant(0)]),
      program.addConstant(Infinity),
    ]);
    expect(valueAndGradient(program, output, [x])).toEqual([Infinity, 0]);
  });
});

describe('poles, saturation and overflow', () => {
  test.each(poles)('%s has the expected value and gradient', agrees);
});

test('selu is accurate near 0', () => {
  expect(selu.kind === 'elementwise' && selu.forward(-1e-10, 0, 0)).toBe(-1.7580993407594719e-10);
});

test('where has a NaN gradient if the branch not taken has an infinite derivative', () => {
  const program = new Program();
  const x = program.add(leaf, [program.addConstant(0)]);
  const condition = program.add(greater, [x, program.addConstant(0)]);
  const output = program.add(where, [condition, program.add(sqrt, [x]), program.addConstant(0)]);
  expect(valueAndGradient(program, output, [x])).toEqual([0, Number.NaN]);
});

test('an operand that is used twice sums both contributions', () => {
  const program = new Program();
  const x = program.add(leaf, [program.addConstant(3)]);
  expect(valueAndGradient(program, program.add(multiply, [x, x]), [x])).toEqual([9, 6]);
  expect(valueAndGradient(program, program.add(add, [x, x]), [x])).toEqual([6, 2]);
});

test('NaN equals no number, not even itself', () => {
  expect(equal.kind === 'elementwise' && equal.forward(Number.NaN, Number.NaN, 0)).toBe(0);
  expect(notEqual.kind === 'elementwise' && notEqual.forward(Number.NaN, Number.NaN, 0)).toBe(1);
});

/** Not the logical one, for which NaN is true. */
const unary = operators.filter(({ kind, vjp }) => kind === 'elementwise' && vjp.length === 1 && vjp[0] !== null);

test.each(unary.map((operator) => [operator.name, operator] as const))('%s of NaN is NaN', (_, operator) => {
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
  const leaves = operands.map((operand) => program.add(leaf, [program.addConstant(operand)]));
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
