/** Gradient checking by finite differences: right gradients pass, wrong ones fail, kinks are reported as kinks. */

import { describe, expect, test } from 'vitest';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import { type CheckOptions, checkGradients, type LeafReport } from '../../../server/src/engine/gradcheck/gradcheck.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Operator, Vjp } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import type { Shape } from '../../../server/src/engine/ir/shape.ts';
import { Random } from '../../../server/src/engine/math/random.ts';
import { relu } from '../../../server/src/engine/operators/elementwise/activations.ts';
import {
  add,
  divide,
  equal,
  less,
  multiply,
  subtract,
} from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { clip, maximum } from '../../../server/src/engine/operators/elementwise/extrema.ts';
import {
  abs,
  exp,
  floor,
  log,
  sign,
  sin,
  sqrt,
  tanh,
} from '../../../server/src/engine/operators/elementwise/functions.ts';
import { power } from '../../../server/src/engine/operators/elementwise/power.ts';
import { detach, leaf } from '../../../server/src/engine/operators/identities.ts';
import { binary, realSamples, tensorOperator, unary } from '../../../server/src/engine/operators/operatorRows.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { mean, sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { filledNode } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { gradientOf, weightedSum } from '../../support/oracles/finiteDifferences.ts';

describe('smooth functions', () => {
  const smooth = operators.filter(
    ({ kind, vjp, name }) => kind === 'elementwise' && vjp.length === 1 && name !== 'floor',
  );

  test.each(smooth.map((operator) => [operator.name, operator] as const))(
    '%s agrees to about ten digits',
    (_, operator) => {
      const [low, high] = operator.sampleIntervals[0][0];
      const points = Array.from({ length: 9 }, (_, i) => low + ((high - low) * (i + 0.7)) / 10);
      const [{ isWithinTolerance, worst, kinks, checked }] = check(points, [9], (p, x) =>
        weightedSum(p, p.add(operator, [x])),
      );
      expect({ isWithinTolerance, kinks, checked }).toEqual({ isWithinTolerance: true, kinks: [], checked: 9 });
      expect(worst!.error).toBeLessThan(1e-8 * Math.max(1, Math.abs(worst!.analytic)));
    },
  );

  test('a network agrees in each of its leaves', () => {
    const program = new Program();
    const X = given(program, [3, 2], [0.1, -0.4, 0.7, 0.2, -0.9, 0.5]);
    const W = given(program, [2, 4], [0.3, -0.2, 0.5, 0.1, -0.6, 0.8, 0.4, -0.7]);
    const b = given(program, [4], [0.1, 0.2, -0.1, 0]);
    const h = program.add(tanh, [program.add(add, [program.add(matmul, [X, W]), b])]);
    const reports = checked(program, program.add(mean, [program.add(multiply, [h, h])]), [X, W, b]);
    expect(reports.map(({ size, checked, isWithinTolerance }) => [size, checked, isWithinTolerance])).toEqual([
      [6, 6, true],
      [8, 8, true],
      [4, 4, true],
    ]);
  });
});

describe('a right gradient with inaccurate differences', () => {
  test.each<[string, number, (p: Program, x: NodeId) => NodeId]>([
    ['close to a pole', 1e-9, (p, x) => p.add(log, [x])],
    ['next to a kink', 1e-6, (p, x) => p.add(abs, [x])],
    ['at a large number', 1e8, (p, x) => p.add(multiply, [x, x])],
    ['with a slope far below the value', 0.5, (p, x) => p.add(add, [p.add(exp, [x]), p.addConstant(1e6)])],
    [
      'with rounding errors larger than a small step',
      0.5,
      (p, x) => p.add(subtract, [p.add(add, [x, p.addConstant(1e6)]), p.addConstant(1e6)]),
    ],
    ['with a root that hardly changes', -40, (p, x) => p.add(exp, [x])],
    ['in a fast wave', 0.3, (p, x) => p.add(sin, [p.add(multiply, [x, p.addConstant(1e5)])])],
    ['at a flat point', 0, (p, x) => p.add(power, [x, p.addConstant(3)])],
    ['where the slope itself has a kink', 0, (p, x) => p.add(power, [p.add(relu, [x]), p.addConstant(2)])],
    [
      'where the slope has a kink in a larger sum',
      0,
      (p, x) => p.add(add, [p.add(multiply, [x, p.add(abs, [x])]), p.add(exp, [x])]),
    ],
    ['for x |x| at 0', 0, (p, x) => p.add(multiply, [x, p.add(abs, [x])])],
    [
      'for a squared hinge at its margin',
      1,
      (p, x) => p.add(power, [p.add(relu, [p.add(subtract, [p.addConstant(1), x])]), p.addConstant(2)]),
    ],
    ['at the end of the domain', 0, (p, x) => p.add(power, [x, p.addConstant(1.5)])],
  ])('is accepted %s', (_, x, f) => {
    const [{ isWithinTolerance, kinks }] = check([x], [], f);
    expect({ isWithinTolerance, kinks }).toEqual({ isWithinTolerance: true, kinks: [] });
  });
});

describe('a wrong gradient', () => {
  const slip =
    (factor: number): Vjp =>
    (p, g, [x]) =>
      p.add(multiply, [g, p.add(multiply, [x, p.addConstant(factor)])]);

  test.each([
    ['the wrong sign', -2],
    ['a missing factor', 1],
    ['a slip in the third digit', 2.002],
    ['a gradient of 0', 0],
  ])('is found with %s', (_, factor) => {
    const [{ isWithinTolerance, worst }] = check([3, -1, 2], [3], (p, x) =>
      p.add(sum, [p.add(squareWith(slip(factor)), [x])]),
    );
    expect(isWithinTolerance).toBe(false);
    expect(worst).toMatchObject({ verdict: 'wrong', numeric: expect.closeTo(2 * [3, -1, 2][worst!.index], 6) });
    expect(worst!.analytic).toBe(factor * [3, -1, 2][worst!.index]);
    expect(worst!.error).toBe(Math.abs(worst!.analytic - worst!.numeric));
  });

  test('is found at a minimum', () => {
    const shifted = squareWith((p, g) => p.add(add, [g, p.addConstant(1)]));
    const [{ isWithinTolerance, worst, kinks }] = check([0], [], (p, x) => p.add(shifted, [x]));
    expect({ isWithinTolerance, kinks, numeric: worst!.numeric }).toEqual({
      isWithinTolerance: false,
      kinks: [],
      numeric: 0,
    });
  });

  test('is found in the one element that has it', () => {
    const slipAtOne: Vjp = (p, g, [x]) =>
      p.add(add, [p.add(multiply, [g, p.add(multiply, [x, p.addConstant(2)])]), p.add(equal, [x, p.addConstant(1)])]);
    const [{ worst, checked }] = check([3, -1, 1, 2], [4], (p, x) => p.add(sum, [p.add(squareWith(slipAtOne), [x])]));
    expect(checked).toBe(4);
    expect(worst).toMatchObject({ index: 2, analytic: 3, numeric: expect.closeTo(2, 8), verdict: 'wrong' });
  });

  test('is found for the operand of a tensor operator that has the wrong rule', () => {
    const scaled = tensorOperator({
      ...matmul,
      name: 'bad',
      vjp: [
        matmul.vjp[0],
        (p, g, operands, out) => p.add(multiply, [matmul.vjp[1]!(p, g, operands, out, 1), p.addConstant(1.01)]),
      ],
    });
    const program = new Program();
    const left = given(program, [2, 2], [1, 2, 3, 4]);
    const right = given(program, [2, 2], [0.5, -1, 2, 1]);
    const reports = checked(program, weightedSum(program, program.add(scaled, [left, right])), [left, right]);
    expect(reports.map(({ isWithinTolerance }) => isWithinTolerance)).toEqual([true, false]);
  });

  test('is found when a rule is missing', () => {
    const closed = binary({
      ...multiply,
      name: 'closed',
      forward: (a, b) => a * b,
      vjp: [null, multiply.vjp[1]!],
      sampleIntervals: [realSamples, realSamples],
    });
    const program = new Program();
    const [a, b] = [given(program, [], [3]), given(program, [], [4])];
    const [first, second] = checked(program, program.add(closed, [a, b]), [a, b]);
    expect(first).toMatchObject({ isWithinTolerance: false, worst: { analytic: 0, numeric: expect.closeTo(4, 8) } });
    expect(second.isWithinTolerance).toBe(true);
  });
});

describe('a non-finite root or gradient', () => {
  test.each<[string, number, (p: Program, x: NodeId) => NodeId]>([
    ['a root of NaN', -1, (p, x) => p.add(sqrt, [x])],
    ['a gradient of ∞', 0, (p, x) => p.add(sqrt, [x])],
    ['a root of ∞', 1, (p, x) => p.add(divide, [x, p.addConstant(0)])],
    [
      'a gradient of NaN',
      2,
      (p, x) =>
        p.add(
          unary({
            ...abs,
            name: 'nan',
            forward: Math.abs,
            vjp: [(q) => q.addConstant(Number.NaN)],
            sampleIntervals: [realSamples],
          }),
          [x],
        ),
    ],
  ])('is rejected: %s', (_, x, f) => {
    const [{ isWithinTolerance, worst, kinks }] = check([x], [], f);
    expect({ isWithinTolerance, verdict: worst!.verdict, kinks }).toEqual({
      isWithinTolerance: false,
      verdict: 'wrong',
      kinks: [],
    });
  });

  test('is ranked worst', () => {
    const [{ worst }] = check([4, 0, 9], [3], (p, x) => p.add(sum, [p.add(sqrt, [x])]));
    expect(worst).toMatchObject({ index: 1, analytic: Number.POSITIVE_INFINITY });
  });
});

describe('a kink', () => {
  test.each<[string, number, (p: Program, x: NodeId) => NodeId, number, number]>([
    ['relu at 0', 0, (p, x) => p.add(relu, [x]), 0, 0.5],
    ['relu next to 0', 1e-30, (p, x) => p.add(add, [p.add(relu, [x]), p.addConstant(1)]), 1, 0.5],
    ['max at a tie', 2, (p, x) => p.add(multiply, [p.add(maximum, [x, p.addConstant(2)]), x]), 3, 3],
    ['clip at its bound', 1, (p, x) => p.add(clip, [x, p.addConstant(-1), p.addConstant(1)]), 1, 0.5],
  ])('is reported separately for %s', (_, x, f, analytic, numeric) => {
    const [{ isWithinTolerance, worst, kinks }] = check([x], [], f);
    expect(isWithinTolerance).toBe(true);
    // Differences on both sides may equal the gradient by chance, as at the tie, which shares it.
    const found = kinks[0] ?? worst;
    expect(found.analytic).toBe(analytic);
    expect(found.numeric).toBeCloseTo(numeric, 5);
    expect(kinks).toHaveLength(analytic === numeric ? 0 : 1);
  });

  test('agrees for abs at 0, whose gradient is halfway between its two slopes', () => {
    const [{ isWithinTolerance, worst, kinks }] = check([0], [], (p, x) => p.add(abs, [x]));
    expect({ isWithinTolerance, error: worst!.error, kinks }).toEqual({ isWithinTolerance: true, error: 0, kinks: [] });
  });

  const reluWith = (slope: number): Operator =>
    unary({
      ...relu,
      name: 'bent',
      forward: (x) => Math.max(x, 0),
      vjp: [(p, g) => p.add(multiply, [g, p.addConstant(slope)])],
      sampleIntervals: [realSamples],
    });

  test.each([0, 0.25, 0.5, 1])('accepts a gradient of %f between its slopes 0 and 1', (slope) => {
    const [{ isWithinTolerance }] = check([0], [], (p, x) => p.add(reluWith(slope), [x]));
    expect(isWithinTolerance).toBe(true);
  });

  test.each([-0.01, 1.01, 7])('does not hide a gradient of %f outside its slopes 0 and 1', (slope) => {
    const [{ isWithinTolerance, kinks }] = check([0], [], (p, x) => p.add(reluWith(slope), [x]));
    expect({ isWithinTolerance, kinks }).toEqual({ isWithinTolerance: false, kinks: [] });
  });

  test('does not stop the check of other elements', () => {
    const [report] = check([1, 0, -2, 0], [4], (p, x) => p.add(sum, [p.add(relu, [x])]));
    expect(report.kinks.map(({ index, verdict }) => [index, verdict])).toEqual([
      [1, 'kink'],
      [3, 'kink'],
    ]);
    expect(report).toMatchObject({ isWithinTolerance: true, checked: 4, worst: { verdict: 'agrees' } });
  });

  test('is reported separately from a wrong gradient in another element', () => {
    const bad = unary({
      ...relu,
      name: 'bad',
      forward: (x) => Math.max(x, 0),
      vjp: [(_, g) => g],
      sampleIntervals: [realSamples],
    });
    const [report] = check([1, 0, -2], [3], (p, x) => p.add(sum, [p.add(bad, [x])]));
    expect(report.kinks.map(({ index }) => index)).toEqual([1]);
    expect(report).toMatchObject({ isWithinTolerance: false, worst: { index: 2, analytic: 1, numeric: 0 } });
  });
});

/** A program of one leaf, and the same function of a number. */
type JumpRow = readonly [string, number, (p: Program, x: NodeId) => NodeId, (x: number) => number];

describe('a jump', () => {
  const jumps: readonly JumpRow[] = [
    ['floor at a whole number', 2, (p, x) => p.add(floor, [x]), Math.floor],
    ['sign at 0', 0, (p, x) => p.add(sign, [x]), Math.sign],
    [
      'a comparison at its bound',
      1,
      (p, x) => p.add(multiply, [p.add(less, [x, p.addConstant(1)]), x]),
      (x) => (x < 1 ? x : 0),
    ],
    ['floor in a sum with a slope', 1, (p, x) => p.add(add, [p.add(floor, [x]), x]), (x) => Math.floor(x) + x],
    [
      'a comparison in a sum with a square',
      1,
      (p, x) => {
        const isSmall = p.add(less, [x, p.addConstant(1)]);
        return p.add(add, [p.add(multiply, [isSmall, p.addConstant(5)]), p.add(multiply, [x, x])]);
      },
      (x) => (x < 1 ? 5 : 0) + x ** 2,
    ],
    [
      'a small jump in a steep function',
      3,
      (p, x) =>
        p.add(add, [
          p.add(multiply, [p.add(floor, [x]), p.addConstant(1e-3)]),
          p.add(multiply, [x, p.addConstant(1e4)]),
        ]),
      (x) => 1e-3 * Math.floor(x) + 1e4 * x,
    ],
    [
      'a single point',
      1,
      (p, x) => p.add(multiply, [p.add(equal, [x, p.addConstant(1)]), x]),
      (x) => (x === 1 ? x : 0),
    ],
  ];

  test.each(jumps)('is reported for %s, where a one-sided limit is not the value', (_, x, f, reference) => {
    const limits = [-1, 1].map((side) => reference(x + side * 1e-12));
    expect(Math.max(...limits.map((limit) => Math.abs(limit - reference(x))))).toBeGreaterThan(1e-4);
    const [{ isWithinTolerance, worst, kinks, jumps }] = check([x], [], f);
    expect({ isWithinTolerance, worst, kinks, verdicts: jumps.map(({ verdict }) => verdict) }).toEqual({
      isWithinTolerance: true,
      worst: undefined,
      kinks: [],
      verdicts: ['jump'],
    });
  });

  test.each<JumpRow>([
    ['relu at 0', 0, (p, x) => p.add(relu, [x]), (x) => Math.max(x, 0)],
    ['a steep relu', 0, (p, x) => p.add(relu, [p.add(multiply, [x, p.addConstant(1e6)])]), (x) => Math.max(1e6 * x, 0)],
    [
      'a vertical tangent with a gradient of 0',
      0,
      (p, x) =>
        p.add(unary({ ...abs, name: 'root', forward: rootOf, vjp: [zero], sampleIntervals: [realSamples] }), [x]),
      rootOf,
    ],
  ])('is not reported for %s, where both limits are the value', (_, x, f, reference) => {
    const distances = [1e-6, 1e-9, 1e-12].map((h) =>
      Math.max(...[-h, h].map((step) => Math.abs(reference(x + step) - reference(x)))),
    );
    expect(distances[1]).toBeLessThan(0.3 * distances[0]);
    expect(distances[2]).toBeLessThan(0.3 * distances[1]);
    const [{ kinks, jumps }] = check([x], [], f);
    expect({ kinks: kinks.length, jumps }).toEqual({ kinks: 1, jumps: [] });
  });

  test.each([0, 0.999, 1.001, 7])('does not hide a gradient of %f, where the slope is 1 on both sides', (slope) => {
    const f = (x: number) => Math.floor(x) + x;
    const slopes = [-1, 1].map((side) => (f(1 + side * 2 ** -9) - f(1 + side * 2 ** -10)) / (side * 2 ** -10));
    expect(slopes).toEqual([1, 1]);
    const jumping = unary({
      ...abs,
      name: 'jumping',
      forward: f,
      vjp: [(p, g) => p.add(multiply, [g, p.addConstant(slope)])],
      sampleIntervals: [realSamples],
    });
    const [{ isWithinTolerance, worst, jumps }] = check([1], [], (p, x) => p.add(jumping, [x]));
    expect({ isWithinTolerance, jumps }).toEqual({ isWithinTolerance: false, jumps: [] });
    expect(worst).toMatchObject({ analytic: slope, numeric: expect.closeTo(1, 4) });
  });

  test('is told from a kink in each of many elements, which leave no evaluations for smaller steps', () => {
    const [{ kinks, jumps }] = check(
      new Array<number>(20).fill(1),
      [20],
      (p, x) => p.add(sum, [p.add(add, [p.add(floor, [x]), x])]),
      { evaluations: 100 },
    );
    expect({ kinks, jumps: jumps.length }).toEqual({ kinks: [], jumps: 20 });
  });
});

describe('a large leaf', () => {
  const large = (options?: CheckOptions): LeafReport[] => {
    const program = new Program();
    const x = program.add(leaf, [filledNode(program, 0.5, [10_000])]);
    const y = given(program, [2], [1, 2]);
    const parts = [program.add(sum, [program.add(sin, [x])]), program.add(sum, [program.add(exp, [y])])];
    return checked(program, program.add(add, parts), [x, y], options);
  };

  test('is sampled, and a small leaf is checked completely', () => {
    const reports = large({ evaluations: 100 });
    expect(reports.map(({ size, checked, isWithinTolerance }) => [size, checked, isWithinTolerance])).toEqual([
      [10_000, 18, true],
      [2, 2, true],
    ]);
  });

  test('is sampled evenly, and the same way for the same seed', () => {
    const indices = (seed: number): number[] => {
      const [{ kinks }] = check(new Array<number>(1_000).fill(0), [1_000], (p, x) => p.add(sum, [p.add(relu, [x])]), {
        evaluations: 50,
        seed,
      });
      return kinks.map(({ index }) => index);
    };
    expect(indices(1)).toEqual(indices(1));
    expect(indices(1)).not.toEqual(indices(2));
    expect(indices(1).map((index) => Math.floor(index / 100))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test.each([0, 377, 999])('has a wrong gradient in element %i alone, which is found', (wrong) => {
    const values = Array.from({ length: 1_000 }, (_, index) => (index === wrong ? 2 : (index % 7) / 3 - 1));
    const slipAtTwo: Vjp = (p, g, [x]) =>
      p.add(multiply, [g, p.add(add, [p.add(multiply, [x, p.addConstant(2)]), p.add(equal, [x, p.addConstant(2)])])]);
    const [{ isWithinTolerance, worst }] = check(
      values,
      [1_000],
      (p, x) => p.add(sum, [p.add(squareWith(slipAtTwo), [x])]),
      { evaluations: 100 },
    );
    expect(isWithinTolerance).toBe(false);
    expect(worst).toMatchObject({ index: wrong, analytic: 5, numeric: expect.closeTo(4, 7) });
  });

  test('of a right network with many kinks nearby is accepted', () => {
    const program = new Program();
    const random = new Random(3, 'weights');
    const drawn = (shape: Shape): NodeId =>
      given(
        program,
        shape,
        Array.from({ length: shape[0] * shape[1] }, () => random.uniform() - 0.5),
      );
    const [X, W, V] = [drawn([64, 100]), drawn([100, 80]), drawn([80, 1])];
    const h = program.add(relu, [program.add(matmul, [X, W])]);
    const out = program.add(matmul, [h, V]);
    const reports = checked(program, program.add(mean, [program.add(multiply, [out, out])]), [W, V]);
    expect(reports.map(({ isWithinTolerance }) => isWithinTolerance)).toEqual([true, true]);
  });

  test('stays within its evaluation budget', () => {
    let evaluations = 0;
    const forward = (x: number): number => {
      evaluations++;
      return x;
    };
    const counting = unary({
      ...abs,
      name: 'counting',
      forward,
      vjp: [(p) => p.addConstant(7)],
      sampleIntervals: [realSamples],
    });
    const [{ checked }] = check(new Array<number>(20).fill(1), [20], (p, x) => p.add(counting, [p.add(sum, [x])]), {
      evaluations: 100,
    });
    expect(checked).toBe(20);
    // One more evaluation gives the value at the point itself.
    expect(evaluations).toBe(101);
  });
});

describe('the relative difference', () => {
  const slip = (p: Program, x: NodeId, by: number): NodeId =>
    p.add(
      squareWith((q, g) => q.add(multiply, [g, q.addConstant(by)])),
      [x],
    );

  test('is relative to the larger side', () => {
    const [{ worst }] = check([2], [], (p, x) => slip(p, x, 3));
    expect(worst).toMatchObject({ analytic: 3, numeric: expect.closeTo(4, 8), relative: expect.closeTo(0.25, 8) });
  });

  test('is small if rounding dominates the slope', () => {
    const [{ worst, isWithinTolerance }] = check([1, 2], [2], (p, x) =>
      p.add(subtract, [p.add(sum, [p.add(exp, [x])]), p.add(sum, [p.add(exp, [x])])]),
    );
    expect({ isWithinTolerance, analytic: worst!.analytic }).toEqual({ isWithinTolerance: true, analytic: 0 });
    expect(worst!.relative).toBeLessThan(1e-6);
  });

  test('is 0 if both sides are 0', () => {
    const [{ worst }] = check([2], [], (p, x) => p.add(multiply, [x, p.addConstant(0)]));
    expect(worst!.relative).toBe(0);
  });
});

test('values inside detach are held constant, as the backward pass treats them', () => {
  const [{ isWithinTolerance, worst }] = check([3], [], (p, x) => p.add(multiply, [x, p.add(detach, [x])]));
  expect({ isWithinTolerance, analytic: worst!.analytic }).toEqual({ isWithinTolerance: true, analytic: 3 });
});

test('an empty leaf has nothing to check', () => {
  const [report] = check([], [0], (p, x) => p.add(sum, [x]));
  expect(report).toMatchObject({ size: 0, checked: 0, isWithinTolerance: true, worst: undefined });
});

test('a check can be stopped after any evaluation', () => {
  const program = new Program();
  const x = given(program, [2], [1, 2]);
  const root = program.add(sum, [x]);
  const gradient = gradientOf(program, root, [x]);
  const slices = [...checkGradients(program, root, [{ node: x, adjoint: adjointOf(gradient, x) }])];
  expect(slices).toHaveLength(8);
});

/** The fourth root to the right of 0, whose one-sided slope there is infinite. */
function rootOf(x: number): number {
  return x > 0 ? Math.sqrt(Math.sqrt(x)) : 0;
}

const zero: Vjp = (p) => p.addConstant(0);

/** A square with this gradient rule. */
function squareWith(rule: Vjp): Operator {
  return unary({
    name: 'wrong',
    doc: 'A square whose rule is wrong.',
    forward: (x) => x * x,
    vjp: [rule],
    sampleIntervals: [realSamples],
    torch: ([x]) => `${x} ** 2`,
  });
}

function given(program: Program, shape: Shape, values: readonly number[]): NodeId {
  return program.add(leaf, [program.add(constant, [], { shape, values })]);
}

/** Checks a function of one leaf. */
function check(
  values: readonly number[],
  shape: Shape,
  f: (program: Program, x: NodeId) => NodeId,
  options?: CheckOptions,
): LeafReport[] {
  const program = new Program();
  const x = given(program, shape, values);
  return checked(program, f(program, x), [x], options);
}

function checked(program: Program, root: NodeId, leaves: readonly NodeId[], options?: CheckOptions): LeafReport[] {
  const gradient = gradientOf(program, root, leaves);
  const checkedLeaves = leaves.map((node) => ({ node, adjoint: adjointOf(gradient, node) }));
  return runToCompletion(checkGradients(program, root, checkedLeaves, options));
}
