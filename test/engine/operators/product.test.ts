/** Products along axes, and their derivatives at zero factors. */

import { describe, expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Attributes } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { type Shape, scalar, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { dot, outer } from '../../../server/src/engine/operators/products.ts';
import { prod } from '../../../server/src/engine/operators/reductions/product.ts';
import { reshape } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { sliceAlongAxis } from '../../../server/src/engine/operators/shapes/slicing.ts';
import { apply, refusal, vector } from '../../support/programs/applyOperator.ts';
import { evaluate } from '../../support/programs/evaluate.ts';

test.each<[string, Shape, Attributes, Shape, number[]]>([
  ['of all elements', [2, 3], {}, [], [720]],
  ['along the first axis', [2, 3], { axis: [0] }, [3], [4, 10, 18]],
  ['along the last axis, kept', [2, 3], { axis: [-1], keep: true }, [2, 1], [6, 120]],
  ['along outer axes', [2, 2, 2], { axis: [0, 2] }, [2], [60, 672]],
  ['of a scalar', [], {}, [], [1]],
  ['of an empty tensor', [0], {}, [], [1]],
  ['along an empty axis', [2, 0], { axis: [1] }, [2], [1, 1]],
  ['along the other axis of an empty tensor', [2, 0], { axis: [0] }, [0], []],
  ['along no axis', [2], { axis: [] }, [2], [1, 2]],
])('the product %s is right', (_, shape, attributes, expectedShape, values) => {
  const operand = { shape, values: Array.from({ length: sizeOf(shape) }, (_, i) => i + 1) };
  expect(apply(prod, [operand], attributes)).toEqual({ shape: expectedShape, values });
});

test('the product of −0 and 1 is −0', () => {
  expect(apply(prod, [vector(-0, 1)]).values).toEqual([-0]);
});

test.each<[string, number[], Shape, Attributes, number[]]>([
  ['without a factor of 0', [2, 3, 4], [3], {}, [12, 8, 6]],
  ['with one factor of 0', [2, 0, 4], [3], {}, [0, 8, 0]],
  ['with two factors of 0', [0, 3, 0, 5], [4], {}, [0, 0, 0, 0]],
  ['of many factors', [1, 2, 1, 2, 1, 2, 0], [7], {}, [0, 0, 0, 0, 0, 0, 8]],
  ['of one factor', [0], [1], {}, [1]],
  ['along each row', [2, 0, 3, 4], [2, 2], { axis: [1] }, [0, 2, 4, 3]],
  ['along each column', [2, 0, 3, 4], [2, 2], { axis: [0] }, [3, 4, 2, 0]],
  ['of an empty tensor', [], [0, 2], { axis: [0] }, []],
])('the gradient of a product %s is right', (_, values, shape, attributes, expected) => {
  const program = new Program();
  const x = program.add(leaf, [program.add(constant, [], { shape, values })]);
  let root = program.add(prod, [x], attributes);
  if (program.shape(root).length > 0) root = program.add(dot, [root, ones(program, program.shape(root))]);
  expect(valueOfAdjoint(program, root, x).map((value) => value + 0)).toEqual(expected);
});

describe('higher-order derivatives of a product', () => {
  test('are those of the polynomial x₀ · x₁ · x₂ · x₃ at [0, 0, 3, 2]', () => {
    const program = new Program();
    const x = program.add(leaf, [program.add(constant, [], { shape: [4], values: [0, 0, 3, 2] })]);
    const by0 = derivative(program, program.add(prod, [x]), x, 0);
    const by01 = derivative(program, by0, x, 1);
    const by012 = derivative(program, by01, x, 2);
    const values = evaluate(program);
    expect([by0, by01, by012].map((node) => values[node][0])).toEqual([0, 6, 2]);
    expect(valueOfAdjoint(program, by0, x)).toEqual([0, 6, 0, 0]);
    expect(valueOfAdjoint(program, by01, x)).toEqual([0, 0, 2, 3]);
    expect(valueOfAdjoint(program, by012, x)).toEqual([0, 0, 0, 1]);
  });

  /** Appends the derivative along one element. */
  function derivative(program: Program, root: NodeId, x: NodeId, element: number): NodeId {
    const adjoint = adjointOf(
      differentiate(program, root, (node) => node === x),
      x,
    )!;
    return program.add(reshape, [sliceAlongAxis(program, adjoint, 0, element, 1)], { shape: scalar });
  }
});

test('mismatched vectors are refused', () => {
  expect(refusal(dot, [[2], [3]])).toBe('dot of [2] and [3]: 2 ≠ 3');
  expect(refusal(dot, [[2, 2], [2]])).toBe('dot of [2, 2] and [2]: both operands must be vectors; use @');
  expect(refusal(outer, [[2, 2], []])).toBe('outer of [2, 2] and scalar: both operands must be vectors');
});

test('dot and outer multiply vectors', () => {
  expect(apply(dot, [vector(1, 2, 3), vector(4, 5, 6)])).toEqual({ shape: [], values: [32] });
  expect(apply(dot, [vector(), vector()])).toEqual({ shape: [], values: [0] });
  expect(apply(outer, [vector(1, -0), vector(3, 4)])).toEqual({ shape: [2, 2], values: [3, 4, -0, -0] });
});

function ones(program: Program, shape: Shape): NodeId {
  return program.add(constant, [], { shape, values: new Array<number>(sizeOf(shape)).fill(1) });
}

function valueOfAdjoint(program: Program, root: NodeId, x: NodeId): number[] {
  const adjoint = adjointOf(
    differentiate(program, root, (node) => node === x),
    x,
  );
  return Array.from(evaluate(program)[adjoint!]);
}
