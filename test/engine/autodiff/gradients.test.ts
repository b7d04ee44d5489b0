/** Every operator's gradient rules against finite differences, at first and second order, over the intervals in its row. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Operator, SampleIntervals } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { formatShape, type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { power } from '../../../server/src/engine/operators/elementwise/power.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { centralDifferences, gradientOf, gradientSum, weightedSum } from '../../support/oracles/finiteDifferences.ts';
import { type Case, casesOf, specOf } from '../../support/programs/operatorCases.ts';

interface Subject extends Case {
  readonly operator: Operator;
}

const differentiable = operators.filter(({ vjp }) => vjp.some((rule) => rule !== null));
const cases = differentiable.flatMap((operator): Subject[] => casesOf(operator).map((c) => ({ operator, ...c })));

test('every differentiable operator is checked', () => {
  expect(new Set(cases.map(({ operator }) => operator))).toEqual(new Set(differentiable));
});

test.each(cases.map((c) => [title(c), c] as const))(
  'the gradients of %s match finite differences',
  (_, { operator, shapes, attributes, fixedOperands }) => {
    check(samples(operator, shapes, fixedOperands), (values) => {
      const program = new Program();
      const leaves = shapes.map((shape, k) =>
        program.add(leaf, [program.add(constant, [], { shape, values: values[k] })]),
      );
      const output = program.add(operator, leaves, attributes);
      const root = weightedSum(program, program.add(multiply, [output, output]));
      agreesTwice(
        program,
        root,
        leaves.filter((_, position) => !fixedOperands?.[position]),
      );
    });
  },
);

describe('a power with a known exponent', () => {
  test.each([-2, -1, 0, 0.5, 1, 1.5, 2, 3])('x^%d matches finite differences for positive numbers', (exponent) => {
    checkPower(exponent, [[0.2, 3]]);
  });

  test.each([-2, -1, 0, 1, 2, 3])('x^%d matches finite differences for negative numbers', (exponent) => {
    checkPower(exponent, [[-3, -0.2]]);
  });

  function checkPower(exponent: number, intervals: SampleIntervals): void {
    check(tensorIn(intervals, [2]), (values) => {
      const program = new Program();
      const x = program.add(leaf, [program.add(constant, [], { shape: [2], values })]);
      agreesTwice(program, weightedSum(program, program.add(power, [x, program.addConstant(exponent)])), [x]);
    });
  }
});

const closed = operators
  .filter(({ kind }) => kind === 'elementwise')
  .flatMap((operator) =>
    operator.vjp.flatMap((rule, position) => (rule === null ? [[operator.name, position, operator] as const] : [])),
  );

test.each(closed)('%s passes no gradient to operand %d', (_, position, operator) => {
  const program = new Program();
  const operands = operator.sampleIntervals.map(() => program.add(leaf, [program.addConstant(0.5)]));
  const output = program.add(operator, operands);
  const root = program.add(multiply, [output, output]);
  const gradient = differentiate(program, root, (node) => node === operands[position]);
  expect(adjointOf(gradient, operands[position])).toBeUndefined();
  expect(adjointOf(gradient, root)).toBeDefined();
});

/** The gradient agrees with differences of the value, and the gradient's gradient with differences of the gradient. */
function agreesTwice(program: Program, root: NodeId, leaves: readonly NodeId[]): void {
  const gradient = gradientOf(program, root, leaves);
  agrees(program, root, leaves);
  agrees(program, gradientSum(program, gradient, leaves), leaves);
}

function agrees(program: Program, root: NodeId, leaves: readonly NodeId[]): void {
  const gradient = gradientOf(program, root, leaves);
  const values = new Execution(program).run();
  for (const node of leaves) {
    const adjoint = adjointOf(gradient, node);
    const differences = centralDifferences(program, root, node);
    const derivatives = adjoint === undefined ? differences.map(() => 0) : elementsOf(program, values, adjoint);
    differences.forEach((difference, element) => {
      const tolerance = 1e-7 * Math.max(1, Math.abs(difference));
      expect(Math.abs(derivatives[element] - difference), `${derivatives[element]} ≈ ${difference}`).toBeLessThan(
        tolerance,
      );
    });
  }
}

function check<T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, predicate), { seed: 2, numRuns: 5, unbiased: true });
}

/** A tensor for each operand: the fixed one, or one within its intervals. */
function samples(
  operator: Operator,
  shapes: readonly Shape[],
  given: Case['fixedOperands'] = {},
): fc.Arbitrary<Float64Array[]> {
  const { isRoundingSafe = () => true } = specOf(operator) ?? {};
  const intervalsOf = (position: number) => operator.sampleIntervals[operator.isVariadic ? 0 : position];
  return fc.tuple(
    ...shapes.map((shape, position) =>
      given[position]
        ? fc.constant(Float64Array.from(given[position]))
        : tensorIn(intervalsOf(position), shape).filter(isRoundingSafe),
    ),
  );
}

function tensorIn(intervals: SampleIntervals, shape: Shape): fc.Arbitrary<Float64Array> {
  const size = sizeOf(shape);
  return fc
    .array(numberIn(intervals), { minLength: size, maxLength: size })
    .map((numbers) => Float64Array.from(numbers));
}

/** Evenly spread numbers, so that two operands of a maximum are hardly ever close to a tie. */
function numberIn(intervals: SampleIntervals): fc.Arbitrary<number> {
  const fraction = fc.integer({ min: 1, max: 999_999 }).map((millionths) => millionths / 1e6);
  return fc
    .tuple(fc.constantFrom(...intervals), fraction)
    .map(([[low, high], at]) => low + 1e-3 + (high - low - 2e-3) * at);
}

function title({ operator, shapes, attributes = {} }: Subject): string {
  const known = Object.entries(attributes).map(([name, value]) => `${name} = ${value}`);
  return [operator.name, shapes.map(formatShape).join(' and '), ...known].join(' ');
}
