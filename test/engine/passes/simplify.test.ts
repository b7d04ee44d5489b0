/** Simplification shrinks programs and preserves every bit of their values. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { isMismatch, type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import {
  add,
  divide,
  equal,
  multiply,
  negate,
  subtract,
} from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { exp } from '../../../server/src/engine/operators/elementwise/functions.ts';
import { power } from '../../../server/src/engine/operators/elementwise/power.ts';
import { where } from '../../../server/src/engine/operators/elementwise/selection.ts';
import { detach, identity, leaf } from '../../../server/src/engine/operators/identities.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { norm, standardDeviation, variance } from '../../../server/src/engine/operators/reductions/deviations.ts';
import { batchNorm, layerNorm } from '../../../server/src/engine/operators/reductions/normalizations.ts';
import { sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { full, linspace } from '../../../server/src/engine/operators/shapes/constructors.ts';
import { concat, stack } from '../../../server/src/engine/operators/shapes/joining.ts';
import { expand, reshape, squeeze, sumTo, transpose } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { slice, unslice } from '../../../server/src/engine/operators/shapes/slicing.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { simplify } from '../../../server/src/engine/passes/simplify.ts';
import { referenceValues } from '../../support/oracles/referenceExecutor.ts';
import { evaluate } from '../../support/programs/evaluate.ts';
import {
  addRoot,
  anyOperand,
  buildProgram,
  type ProgramRecipe,
  programRecipes,
} from '../../support/programs/randomPrograms.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

const special = fc.constantFrom(0, -0, 1, -1, 2, 0.1, 1e200, Infinity, -Infinity, Number.NaN);
const steps = operators.filter(({ name, vjp }) => vjp.length > 0 && name !== 'leaf');

describe('simplification', () => {
  test('keeps the bits of every value in random scalar programs', () => {
    check(programRecipes({ operators: steps, shapes: [[]], values: [special], steps: 30 }));
  });

  test('keeps the bits of every value in random tensor programs', () => {
    const shapes = [[], [1], [3], [0], [1, 3], [3, 1], [2, 3], [3, 2], [3, 3], [2, 3, 3], [2, 2, 2], [3, 0]];
    check(programRecipes({ operators: steps, shapes, values: [special, fc.double()], steps: 30 }));
  });

  test('keeps the bits of every value in programs of reshaping operators', () => {
    const shaping = [identity, reshape, expand, sumTo, transpose, matmul, negate, sum];
    const values = [fc.integer({ min: -3, max: 3 })];
    check(programRecipes({ operators: shaping, shapes: [[2, 2, 2], [2, 2], [2]], values, steps: 30 }));
  });

  function check(programs: fc.Arbitrary<ProgramRecipe>): void {
    const property = fc.property(programs, (recipe) => {
      const program = buildProgram(recipe, anyOperand);
      differentiate(program, addRoot(program), () => true);
      const expected = referenceValues(program);
      const { program: simplified, nodeMap } = simplify(program);
      const values = evaluate(simplified);
      expect(evaluate(program)).toEqual(expected);
      expect(Array.from(nodeMap, (node) => values[node])).toEqual(expected);
    });
    fc.assert(property, { ...generatedCases(500), seed: 3 });
  }
});

describe('no-ops', () => {
  test.each<[string, (program: Program, x: NodeId) => NodeId]>([
    ['x · 1', (p, x) => p.add(multiply, [x, p.addConstant(1)])],
    ['1 · x', (p, x) => p.add(multiply, [p.addConstant(1), x])],
    ['x / 1', (p, x) => p.add(divide, [x, p.addConstant(1)])],
    ['x ^ 1', (p, x) => p.add(power, [x, p.addConstant(1)])],
    ['x − 0', (p, x) => p.add(subtract, [x, p.addConstant(0)])],
    ['x + −0', (p, x) => p.add(add, [x, p.addConstant(-0)])],
    ['−0 + x', (p, x) => p.add(add, [p.addConstant(-0), x])],
    ['−(−x)', (p, x) => p.add(negate, [p.add(negate, [x])])],
    ['x.T.T', (p, x) => p.add(transpose, [p.add(transpose, [x])])],
    ['an alias of x', (p, x) => p.add(identity, [x])],
    ['x detached', (p, x) => p.add(detach, [x])],
    [
      'x transposed to the order of its axes',
      (p, x) => p.add(transpose, [x], { axis: p.shape(x).map((_, axis) => axis) }),
    ],
    ['x squeezed without an axis of length 1', (p, x) => p.add(squeeze, [x])],
    ['a slice of all of x', (p, x) => p.add(slice, [x], all(p.shape(x)))],
    ['an unslice of all of x', (p, x) => p.add(unslice, [x], all(p.shape(x)))],
    ['x filled into its own shape', (p, x) => p.add(full, [x], { shape: p.shape(x) })],
    ['x reshaped to its own shape', (p, x) => p.add(reshape, [x], { shape: p.shape(x) })],
    ['x expanded to its own shape', (p, x) => p.add(expand, [x], { shape: p.shape(x) })],
    ['x summed to its own shape', (p, x) => p.add(sumTo, [x], { shape: p.shape(x) })],
  ])('%s is removed', (_, build) => {
    for (const shape of [[], [3], [2, 3]]) {
      const { program, x } = withLeaf(shape);
      const same = build(program, x);
      const { nodeMap } = simplify(program);
      expect(nodeMap[same]).toBe(nodeMap[x]);
    }
  });

  test('a concatenation of one tensor is removed', () => {
    const { program, x } = withLeaf([2, 3]);
    const joined = program.add(concat, [x], { axis: [1] });
    const { nodeMap } = simplify(program);
    expect(nodeMap[joined]).toBe(nodeMap[x]);
  });

  test('the transpose of a vector is removed', () => {
    const { program, x } = withLeaf([3]);
    const transposed = program.add(transpose, [x]);
    const { nodeMap } = simplify(program);
    expect(nodeMap[transposed]).toBe(nodeMap[x]);
  });
});

describe('operators that only look like no-ops', () => {
  test.each<[string, (program: Program, x: NodeId) => NodeId]>([
    ['x + 0 (which turns −0 into 0)', (p, x) => p.add(add, [x, p.addConstant(0)])],
    ['x − −0 (which turns −0 into 0)', (p, x) => p.add(subtract, [x, p.addConstant(-0)])],
    ['x · 0 (which may be NaN)', (p, x) => p.add(multiply, [x, p.addConstant(0)])],
    ['x · −1', (p, x) => p.add(multiply, [x, p.addConstant(-1)])],
    ['1 ^ x', (p, x) => p.add(power, [p.addConstant(1), x])],
    ['1 / x', (p, x) => p.add(divide, [p.addConstant(1), x])],
    ['0 − x', (p, x) => p.add(subtract, [p.addConstant(0), x])],
  ])('%s is kept', (_, build) => {
    const { program, x } = withLeaf([]);
    const other = build(program, x);
    const { nodeMap } = simplify(program);
    expect(nodeMap[other]).not.toBe(nodeMap[x]);
  });

  test('x · 1 with a tensor of ones is kept', () => {
    const { program, x } = withLeaf([]);
    const ones = program.add(constant, [], { shape: [2], values: [1, 1] });
    const product = program.add(multiply, [x, ones]);
    expect(evaluate(program)[product]).toEqual(Float64Array.of(0.5, 0.5));
  });

  test('a slice, a reversal or a repetition is kept', () => {
    const { program, x } = withLeaf([2]);
    const others = [
      program.add(slice, [x], { begin: [0], step: [1], shape: [1] }),
      program.add(slice, [x], { begin: [1], step: [-1], shape: [2] }),
      program.add(unslice, [x], { begin: [1], step: [-1], shape: [2] }),
      program.add(concat, [x, x]),
      program.add(stack, [x]),
    ];
    const { nodeMap } = simplify(program);
    expect(others.map((node) => nodeMap[node])).not.toContain(nodeMap[x]);
    expect(evaluate(program)).toEqual(referenceValues(program));
  });

  test('a permutation of axes after a transpose is kept', () => {
    const { program, x } = withLeaf([2, 2, 2]);
    const permuted = program.add(transpose, [program.add(transpose, [x])], { axis: [0, 2, 1] });
    const { nodeMap } = simplify(program);
    expect(nodeMap[permuted]).not.toBe(nodeMap[x]);
    expect(evaluate(program)[permuted]).toEqual(referenceValues(program)[permuted]);
  });
});

describe('specialized operators', () => {
  const values = [1, -2, 0.5, 3, 1e-160, 1e200, 0, -0, -7, 1.5, Infinity, Number.NaN];

  test.each([variance, standardDeviation, norm, layerNorm, batchNorm])('$name keeps its bits', (operator) => {
    for (const shape of [[], [1], [4], [2, 3], [3, 1], [2, 3, 2], [0], [2, 0]]) {
      for (const axis of [undefined, [0], [-1], [0, -1]]) {
        for (let first = 0; first < values.length; first++) {
          const attributes = { ...(axis && { axis }), eps: 0.01, keep: first % 2 === 0 };
          if (isMismatch(operator.shape([shape], attributes))) continue;
          const program = new Program();
          const elements = Array.from({ length: sizeOf(shape) }, (_, i) => values[(first + i) % values.length]);
          const x = program.add(leaf, [program.add(constant, [], { shape, values: elements })]);
          program.add(operator, [x], attributes);
          expect(evaluate(program)).toEqual(referenceValues(program));
        }
      }
    }
  });

  test('fifty nested norms keep their bits', () => {
    const { program, x } = withLeaf([2, 3]);
    let node = x;
    for (let i = 0; i < 50; i++) node = program.add(norm, [program.add(add, [x, node])], { axis: [1], keep: true });
    expect(evaluate(program)).toEqual(referenceValues(program));
  });

  test('layer_norm and var share their common nodes', () => {
    const { program, x } = withLeaf([2, 3]);
    program.add(layerNorm, [x]);
    const alone = simplify(program).program.length;
    program.add(variance, [x], { axis: [1], keep: true });
    expect(simplify(program).program.length).toBe(alone);
  });
});

describe('equal nodes', () => {
  test.each<[string, Operator, Attributes]>([
    ['an elementwise operator', exp, {}],
    ['a reduction over the same axes', sum, { axis: [0], keep: true }],
    ['an expansion to the same shape', expand, { shape: [2, 2, 3] }],
  ])('are shared for %s', (_, operator, attributes) => {
    const { program, x } = withLeaf([2, 3]);
    const first = program.add(operator, [x], { ...attributes });
    const second = program.add(operator, [x], { ...attributes });
    const { nodeMap } = simplify(program);
    expect(nodeMap[second]).toBe(nodeMap[first]);
  });

  test('are shared for constants with the same bits', () => {
    const program = new Program();
    const [zero, minusZero, again, tiny, tinier] = [0, -0, 0, 1e-300, 2e-300].map((value) =>
      program.addConstant(value),
    );
    const { nodeMap } = simplify(program);
    expect(nodeMap[again]).toBe(nodeMap[zero]);
    expect(nodeMap[minusZero]).not.toBe(nodeMap[zero]);
    expect(nodeMap[tinier]).not.toBe(nodeMap[tiny]);
  });

  test('do not include nodes that differ in operands, axes or shapes', () => {
    const { program, x } = withLeaf([3, 3]);
    const y = program.add(exp, [x]);
    const different = [
      program.add(subtract, [x, y]),
      program.add(subtract, [y, x]),
      program.add(sum, [x]),
      program.add(sum, [x], { axis: [0] }),
      program.add(sum, [x], { axis: [1] }),
      program.add(sum, [x], { axis: [0], keep: true }),
      program.add(reshape, [x], { shape: [9] }),
      program.add(reshape, [x], { shape: [1, 9] }),
    ];
    const { nodeMap } = simplify(program);
    expect(new Set(different.map((node) => nodeMap[node])).size).toBe(different.length);
  });

  test('do not include concatenations and slices that differ', () => {
    const { program, x } = withLeaf([1]);
    for (let count = 2; count <= 100; count++) program.add(concat, new Array<NodeId>(count).fill(x));
    const longest = program.length - 1;
    for (let begin = 0; begin < 100; begin++) program.add(slice, [longest], { begin: [begin], step: [1], shape: [1] });
    const { nodeMap } = simplify(program);
    expect(new Set(nodeMap).size).toBe(program.length);
  });

  test('do not include linspace from 0 and from −0', () => {
    const program = new Program();
    const starts = [0, -0].map((start) => program.add(linspace, [], { start, stop: 1, count: 1 }));
    expect(starts.map((node) => evaluate(program)[node][0])).toEqual([0, -0]);
  });

  test('do not include leaves with equal initial values', () => {
    const program = new Program();
    const start = program.addConstant(1);
    const [a, b] = [program.add(leaf, [start]), program.add(leaf, [start])];
    const { nodeMap } = simplify(program);
    expect(nodeMap[a]).not.toBe(nodeMap[b]);
  });
});

describe('constant folding', () => {
  test('reuses existing constants', () => {
    const program = new Program();
    const five = program.addConstant(5);
    const folded = program.add(add, [program.addConstant(2), program.addConstant(3)]);
    const { nodeMap } = simplify(program);
    expect(nodeMap[folded]).toBe(nodeMap[five]);
  });

  test.each<[string, Operator, number[], number]>([
    ['0 / 0', divide, [0, 0], Number.NaN],
    ['−0 · 1', multiply, [-0, 1], -0],
    ['1 / −0', divide, [1, -0], -Infinity],
    ['∞ − ∞', subtract, [Infinity, Infinity], Number.NaN],
    ['NaN == NaN', equal, [Number.NaN, Number.NaN], 0],
    ['where(NaN, −0, 1)', where, [Number.NaN, -0, 1], -0],
  ])('keeps the bits of %s', (_, operator, operands, expected) => {
    const program = new Program();
    const node = program.add(
      operator,
      operands.map((operand) => program.addConstant(operand)),
    );
    const simplified = simplify(program);
    expect(simplified.program.operator(simplified.nodeMap[node])).toBe(constant);
    expect(evaluate(program)[node]).toEqual(Float64Array.of(expected));
  });

  test('stops at a leaf, whose value can be set', () => {
    const program = new Program();
    const x = program.add(leaf, [program.addConstant(2)]);
    const product = program.add(multiply, [x, program.addConstant(3)]);
    expect(evaluate(program, new Map([[x, Float64Array.of(5)]]))[product]).toEqual(Float64Array.of(15));
  });
});

describe('a matmul', () => {
  test.each<[string, Shape, Attributes]>([
    ['a transpose of two axes', [2, 3], {}],
    ['a transpose of three axes', [2, 3, 4], { axis: [0, 2, 1] }],
  ])('reads %s in place', (_, shape, attributes) => {
    const { program, x } = withLeaf(shape);
    const transposed = program.add(transpose, [x], attributes);
    const [gram, other] = [program.add(matmul, [x, transposed]), program.add(matmul, [transposed, x])];
    const simplified = simplify(program);
    const product = simplified.nodeMap[gram];
    expect(simplified.program.operands(product)).toEqual([simplified.nodeMap[x], simplified.nodeMap[x]]);
    expect(simplified.program.attributes(product)).toEqual({ transposeRight: true });
    expect(simplified.program.attributes(simplified.nodeMap[other])).toEqual({ transposeLeft: true });
  });

  test('reads a transpose in place after simplifying again', () => {
    const { program, x } = withLeaf([2, 3]);
    const product = program.add(matmul, [program.add(transpose, [x]), x]);
    const once = simplify(program);
    const twice = simplify(once.program);
    const node = twice.nodeMap[once.nodeMap[product]];
    expect(evaluate(once.program)[once.nodeMap[product]]).toEqual(referenceValues(program)[product]);
    expect(twice.program.attributes(node)).toEqual({ transposeLeft: true });
  });
});

test('a hundred additions of 3 share one constant', () => {
  const { program, x } = withLeaf([]);
  let last = x;
  for (let i = 0; i < 100; i++) last = program.add(add, [last, program.addConstant(3)]);
  differentiate(program, last, () => true);
  expect(program.length).toBe(203);
  expect(simplify(program).program.length).toBe(104);
});

/** The attributes of a slice that takes every element. */
function all(shape: Shape): Attributes {
  return { begin: shape.map(() => 0), step: shape.map(() => 1), shape };
}

function withLeaf(shape: Shape): { program: Program; x: NodeId } {
  const program = new Program();
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => i + 0.5);
  return { program, x: program.add(leaf, [program.add(constant, [], { shape, values })]) };
}
