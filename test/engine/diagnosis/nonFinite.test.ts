/** Distinguishes nodes that produce a non-finite number from those that propagate one, forward and backward. */

import { describe, expect, test } from 'vitest';
import { differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import {
  firstNonFiniteContribution,
  type NonFiniteOrigin,
  nonFiniteOrigins,
} from '../../../server/src/engine/diagnosis/nonFinite.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import type { Shape } from '../../../server/src/engine/ir/shape.ts';
import { add, divide, greater, multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { exp, log, sqrt } from '../../../server/src/engine/operators/elementwise/functions.ts';
import { where } from '../../../server/src/engine/operators/elementwise/selection.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { mean, sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { Execution, type LeafValues } from '../../../server/src/engine/runtime/execution.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';

const inf = Number.POSITIVE_INFINITY;

describe('the search for non-finite values', () => {
  test('reports the producing node with its operands, but not nodes that propagate', () => {
    const program = new Program();
    const x = program.addConstant(0);
    const made = program.add(log, [x]);
    program.add(multiply, [program.add(add, [made, program.addConstant(1)]), made]);
    expect(origins(program)).toEqual([
      { node: made, index: 0, value: -inf, count: 1, operands: [{ node: x, min: 0, max: 0 }] },
    ]);
  });

  test('reports nothing if all values are finite', () => {
    const program = new Program();
    program.add(exp, [tensorOf(program, [2], [1, 2])]);
    expect(origins(program)).toEqual([]);
  });

  test('reports several producers in order', () => {
    const program = new Program();
    const [first, second] = [-1, 0].map((x) => program.add(log, [program.addConstant(x)]));
    const ratio = program.add(divide, [program.addConstant(1), program.addConstant(0)]);
    program.add(add, [first, program.add(add, [second, ratio])]);
    expect(origins(program).map(({ node, value }) => [node, value])).toEqual([
      [first, Number.NaN],
      [second, -inf],
      [ratio, inf],
    ]);
  });

  test('reports the first element, the count and the broadcast operands', () => {
    const program = new Program();
    const column = tensorOf(program, [2, 1], [3, 5]);
    const row = tensorOf(program, [3], [1, 0, 0]);
    const ratio = program.add(divide, [column, row]);
    expect(origins(program)).toEqual([
      {
        node: ratio,
        index: 1,
        value: inf,
        count: 4,
        operands: [
          { node: column, min: 3, max: 3 },
          { node: row, min: 0, max: 0 },
        ],
      },
    ]);
    const turned = program.add(divide, [tensorOf(program, [3], [1, 2, 3]), tensorOf(program, [2, 1], [7, 0])]);
    expect(origins(program).at(-1)).toMatchObject({
      node: turned,
      index: 3,
      count: 3,
      operands: [{ min: 1 }, { min: 0 }],
    });
  });

  test('reports a node that propagates one element and produces another', () => {
    const program = new Program();
    const logs = program.add(log, [tensorOf(program, [3], [0, 1, 2])]);
    const ratio = program.add(divide, [logs, tensorOf(program, [3], [1, 0, 1])]);
    expect(origins(program)).toMatchObject([
      { node: logs, index: 0, count: 1 },
      { node: ratio, index: 1, count: 1, value: Number.NaN },
    ]);
  });

  test('treats turning an infinity into a NaN as propagation', () => {
    const program = new Program();
    const huge = program.add(exp, [program.addConstant(1000)]);
    program.add(multiply, [huge, program.addConstant(0)]);
    expect(origins(program).map(({ node }) => node)).toEqual([huge]);
  });

  test('reports operators on whole tensors with the range of their operands', () => {
    const program = new Program();
    const x = tensorOf(program, [2, 2], [1e300, -2, 3, 4]);
    const product = program.add(matmul, [x, x]);
    const total = program.add(sum, [product]);
    expect(origins(program)).toEqual([
      {
        node: product,
        index: 0,
        value: inf,
        count: 1,
        operands: [
          { node: x, min: -2, max: 1e300 },
          { node: x, min: -2, max: 1e300 },
        ],
      },
    ]);
    expect(originsIn(program, total, total)).toEqual([]);
  });

  test('reports the mean of an empty tensor', () => {
    const program = new Program();
    program.add(mean, [tensorOf(program, [0], [])]);
    expect(origins(program)).toMatchObject([{ value: Number.NaN, operands: [{ min: inf, max: -inf }] }]);
  });

  test('reports constants and leaves that are set to non-finite values', () => {
    const program = new Program();
    const data = tensorOf(program, [3], [1, Number.NaN, inf]);
    const passing = program.add(leaf, [data]);
    const x = program.add(leaf, [program.addConstant(1)]);
    program.add(add, [passing, x]);
    expect(originsIn(program, 0, program.length - 1, new Map([[x, Float64Array.of(-inf)]]))).toEqual([
      { node: data, index: 1, value: Number.NaN, count: 2, operands: [] },
      { node: x, index: 0, value: -inf, count: 1, operands: [] },
    ]);
  });

  test('checks only the requested nodes', () => {
    const program = new Program();
    const [first, second] = [-1, 0].map((x) => program.add(log, [program.addConstant(x)]));
    expect(originsIn(program, first + 1, second).map(({ node }) => node)).toEqual([second]);
  });
});

describe('the search for non-finite gradients', () => {
  test('treats nodes of the backward pass like all others', () => {
    const program = new Program();
    const x = program.add(leaf, [program.addConstant(0)]);
    const root = program.add(sqrt, [x]);
    differentiate(program, root, (node) => node === x);
    const [{ node, operands }] = originsIn(program, root + 1, program.length - 1);
    expect(program.operator(node)).toBe(divide);
    expect(operands.map(({ min }) => min)).toEqual([1, 0]);
  });

  test('finds the first non-finite contribution from the root', () => {
    const program = new Program();
    const x = program.add(leaf, [program.addConstant(0)]);
    const inner = program.add(multiply, [x, program.addConstant(3)]);
    const root = program.add(sqrt, [program.add(sqrt, [inner])]);
    expect(broken(program, root, x)).toEqual({
      consumer: root,
      operandIndex: 0,
      index: 0,
      value: inf,
      operands: [{ node: root - 1, min: 0, max: 0 }],
    });
  });

  test('reports nothing if all gradients are finite', () => {
    const program = new Program();
    const x = program.add(leaf, [program.addConstant(4)]);
    expect(broken(program, program.add(sqrt, [x]), x)).toBeUndefined();
  });

  test('names the element before broadcast axes are summed', () => {
    const program = new Program();
    const x = program.add(leaf, [program.addConstant(1)]);
    const ratio = program.add(divide, [x, tensorOf(program, [3], [2, 4, 0])]);
    const root = program.add(sum, [
      program.add(where, [tensorOf(program, [3], [1, 1, 0]), ratio, program.addConstant(0)]),
    ]);
    expect(broken(program, root, x)).toMatchObject({
      consumer: ratio,
      operandIndex: 0,
      index: 2,
      value: Number.NaN,
      operands: [{ min: 1 }, { min: 0 }],
    });
  });

  test('reports a branch that is not taken', () => {
    const program = new Program();
    const x = program.add(leaf, [program.addConstant(0)]);
    const root0 = program.add(sqrt, [x]);
    const root = program.add(where, [program.add(greater, [x, program.addConstant(0)]), root0, program.addConstant(0)]);
    expect(broken(program, root, x)).toMatchObject({ consumer: root0, index: 0, value: Number.NaN });
  });

  test('reports the range of operators on whole tensors', () => {
    const program = new Program();
    const x = program.add(leaf, [tensorOf(program, [2], [1e200, 2])]);
    const product = program.add(matmul, [x, tensorOf(program, [2], [1, 1e200])]);
    const root = program.add(multiply, [product, program.addConstant(1e150)]);
    expect(broken(program, root, x)).toMatchObject({
      consumer: product,
      index: undefined,
      value: inf,
      operands: [
        { min: 2, max: 1e200 },
        { min: 1, max: 1e200 },
      ],
    });
  });
});

function origins(program: Program): NonFiniteOrigin[] {
  return originsIn(program, 0, program.length - 1);
}

function originsIn(program: Program, first: NodeId, last: NodeId, leafValues?: LeafValues): NonFiniteOrigin[] {
  return runToCompletion(nonFiniteOrigins(program, new Execution(program).run(leafValues), first, last));
}

function broken(program: Program, root: NodeId, x: NodeId) {
  const gradient = differentiate(program, root, (node) => node === x);
  return runToCompletion(firstNonFiniteContribution(program, new Execution(program).run(), gradient));
}

function tensorOf(program: Program, shape: Shape, values: readonly number[]): NodeId {
  return program.add(constant, [], { shape, values });
}
