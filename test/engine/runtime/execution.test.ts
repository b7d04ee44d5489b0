/** Program execution: values, leaf values and time slices. */

import { describe, expect, test } from 'vitest';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { add, multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { mean, sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { expand, filledNode, reshape, sumTo, transpose } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { evaluate } from '../../support/programs/evaluate.ts';

describe('execution', () => {
  test.each<[string, Operator, Shape[], Attributes, number[]]>([
    [
      '[2, 3] @ [3, 2]',
      matmul,
      [
        [2, 3],
        [3, 2],
      ],
      {},
      [22, 28, 49, 64],
    ],
    ['[3] @ [3]', matmul, [[3], [3]], {}, [14]],
    ['[2] @ [2, 3]', matmul, [[2], [2, 3]], {}, [9, 12, 15]],
    ['[2, 3] @ [3]', matmul, [[2, 3], [3]], {}, [14, 32]],
    [
      '[2, 1, 2] @ [2, 1]',
      matmul,
      [
        [2, 1, 2],
        [2, 1],
      ],
      {},
      [5, 11],
    ],
    [
      '[1, 2] @ [2, 2, 1]',
      matmul,
      [
        [1, 2],
        [2, 2, 1],
      ],
      {},
      [5, 11],
    ],
    [
      '[2, 0] @ [0, 2]',
      matmul,
      [
        [2, 0],
        [0, 2],
      ],
      {},
      [0, 0, 0, 0],
    ],
    ['sum', sum, [[2, 3]], {}, [21]],
    ['sum over the first axis', sum, [[2, 3]], { axis: [0] }, [5, 7, 9]],
    ['sum over the last axis', sum, [[2, 3]], { axis: [-1] }, [6, 15]],
    ['sum over the outer axes', sum, [[2, 2, 2]], { axis: [0, 2] }, [14, 22]],
    ['sum over no axis', sum, [[3]], { axis: [] }, [1, 2, 3]],
    ['sum of an empty tensor', sum, [[0]], {}, [0]],
    ['sum over an empty axis', sum, [[2, 0]], { axis: [1] }, [0, 0]],
    ['sum over the other axis of an empty tensor', sum, [[2, 0]], { axis: [0] }, []],
    ['mean', mean, [[2, 3]], {}, [3.5]],
    ['mean over an axis', mean, [[2, 3]], { axis: [0] }, [2.5, 3.5, 4.5]],
    ['mean of an empty tensor', mean, [[0]], {}, [Number.NaN]],
    ['transpose', transpose, [[2, 3]], {}, [1, 4, 2, 5, 3, 6]],
    ['transpose of three axes', transpose, [[2, 1, 2]], {}, [1, 3, 2, 4]],
    ['permuted axes', transpose, [[2, 1, 3]], { axis: [1, 2, 0] }, [1, 4, 2, 5, 3, 6]],
    ['transpose of an empty tensor', transpose, [[2, 0]], {}, []],
    ['reshape', reshape, [[2, 3]], { shape: [3, 2] }, [1, 2, 3, 4, 5, 6]],
    ['expand along a new axis', expand, [[2]], { shape: [2, 2] }, [1, 2, 1, 2]],
    ['expand along an axis of length 1', expand, [[2, 1]], { shape: [2, 2] }, [1, 1, 2, 2]],
    ['expand to an empty tensor', expand, [[2, 1]], { shape: [2, 0] }, []],
    ['sum_to along a new axis', sumTo, [[2, 2]], { shape: [2] }, [4, 6]],
    ['sum_to along an axis of length 1', sumTo, [[2, 2]], { shape: [2, 1] }, [3, 7]],
    ['sum_to of an empty tensor', sumTo, [[2, 0]], { shape: [2, 1] }, [0, 0]],
    [
      'a row plus a column',
      add,
      [
        [2, 1],
        [1, 3],
      ],
      {},
      [2, 3, 4, 3, 4, 5],
    ],
    ['a scalar times a tensor', multiply, [[], [2, 2]], {}, [1, 2, 3, 4]],
    ['an empty tensor plus a row', add, [[0, 3], [3]], {}, []],
  ])('computes %s', (_, operator, shapes, attributes, expected) => {
    const program = new Program();
    const operands = shapes.map((shape) => counting(program, shape));
    const node = program.add(operator, operands, attributes);
    expect(Array.from(evaluate(program)[node])).toEqual(expected);
  });
});

test('a sum of many small numbers is accurate', () => {
  const program = new Program();
  const total = program.add(sum, [filledNode(program, 0.1, [1_000_000])]);
  expect(evaluate(program)[total][0]).toBeCloseTo(100_000, 9);
});

test('operands that do not fit are refused', () => {
  const program = new Program();
  const [a, b] = [counting(program, [2]), counting(program, [3])];
  expect(() => program.add(add, [a, b])).toThrow("add: [2] and [3] don't broadcast");
  expect(() => program.add(constant, [], { shape: [2], values: [1] })).toThrow("1 numbers don't fit the shape [2]");
  expect(() => program.add(reshape, [a], { shape: [3] })).toThrow('[2] and [3] have different numbers of elements');
  expect(() => program.add(expand, [a], { shape: [3] })).toThrow("[2] doesn't broadcast to [3]");
  expect(() => program.add(sumTo, [a], { shape: [3] })).toThrow("[3] doesn't broadcast to [2]");
});

describe('a leaf value', () => {
  test('replaces the initial value of the leaf for one run', () => {
    const program = new Program();
    const x = program.add(leaf, [counting(program, [2])]);
    const doubled = program.add(multiply, [x, program.addConstant(2)]);
    const execution = new Execution(program);
    const run = (leafValues?: ReadonlyMap<NodeId, Float64Array>): number[] =>
      Array.from(elementsOf(program, execution.run(leafValues), doubled));
    expect(run()).toEqual([2, 4]);
    expect(run(new Map([[x, Float64Array.of(10, 20)]]))).toEqual([20, 40]);
    expect(run()).toEqual([2, 4]);
  });
});

describe('execution in slices', () => {
  test('runs a small program in one slice', () => {
    const { program } = chainOfTensors(3, 10);
    expect(slicesOf(program)).toBe(0);
  });

  test('yields about every hundred thousand numbers of a large program', () => {
    const { program, last } = chainOfTensors(50, 50_000);
    expect(slicesOf(program)).toBeGreaterThan(20);
    expect(evaluate(program)[last][7]).toBe(51);
  });

  test('yields in a long scalar program', () => {
    const { program } = chainOfTensors(200_000, 1);
    expect(slicesOf(program)).toBeGreaterThan(3);
  });

  test('counts the numbers that reductions read, not only those written', () => {
    const program = new Program();
    const ones = filledNode(program, 1, [100_000]);
    for (let i = 0; i < 20; i++) program.add(sum, [program.add(leaf, [ones])]);
    expect(slicesOf(program)).toBeGreaterThan(1);
  });

  function slicesOf(program: Program): number {
    return [...new Execution(program).runInSlices()].length;
  }
});

test('an execution refuses more numbers than an offset can address', () => {
  const program = new Program();
  for (const value of [1, 2, 3]) filledNode(program, value, [2 ** 30]);
  expect(() => new Execution(program)).toThrow(RangeError);
});

/** A leaf followed by a chain of additions of 1. */
function chainOfTensors(length: number, size: number): { program: Program; last: NodeId } {
  const program = new Program();
  let last = program.add(leaf, [filledNode(program, 1, [size])]);
  const one = program.addConstant(1);
  for (let i = 0; i < length; i++) last = program.add(add, [last, one]);
  return { program, last };
}

function counting(program: Program, shape: Shape): NodeId {
  return program.add(constant, [], { shape, values: Array.from({ length: sizeOf(shape) }, (_, i) => i + 1) });
}
