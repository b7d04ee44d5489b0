/** Kernels of reductions, softmax and losses compute the same bits as JavaScript. */

import { describe, expect, test } from 'vitest';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Attributes, Operator, Reduction } from '../../../server/src/engine/ir/operator.ts';
import { reductions as lossReductions } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { isMismatch, type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { Random } from '../../../server/src/engine/math/random.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { crossEntropy } from '../../../server/src/engine/operators/losses/crossEntropy.ts';
import * as losses from '../../../server/src/engine/operators/losses/losses.ts';
import { amax, amin } from '../../../server/src/engine/operators/reductions/axisExtrema.ts';
import { logsumexp, mean, sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { logSoftmax, softmax } from '../../../server/src/engine/operators/reductions/softmax.ts';
import { oneHot } from '../../../server/src/engine/operators/shapes/indexing.ts';
import { sumTo } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { emitters } from '../../../server/src/engine/runtime/wasm/codegen/instructionSelection.ts';
import { backendDifferences } from '../../support/oracles/bothBackends.ts';

const random = new Random(1, 'rows');

const special = [0, -0, 1, 5e-324, 1e-310, 1e200, -1e308, Infinity, -Infinity, Number.NaN];

/** Normally distributed numbers with a share of special ones. */
function numbers(shape: Shape, specials: number): number[] {
  const draw = (): number =>
    random.uniform() < specials ? special[Math.floor(random.uniform() * special.length)] : 4 * random.normal();
  return Array.from({ length: sizeOf(shape) }, draw);
}

function given(program: Program, shape: Shape, values: readonly number[]): NodeId {
  return program.add(leaf, [program.add(constant, [], { shape, values })]);
}

/** Some rows and columns are longer than a block or a partial sum, and some end in the middle of a vector. */
const shapes: readonly Shape[] = [
  [],
  [1],
  [7],
  [0],
  [129],
  [5000],
  [3, 0],
  [0, 3],
  [32, 3],
  [3, 32],
  [100, 1],
  [1, 100],
  [5, 600],
  [600, 5],
  [64, 10],
  [64, 129],
  [2, 3, 4],
  [4, 1, 5],
  [3, 17, 2],
  [2, 9, 3, 10],
];

function axesOf({ length: rank }: Shape): readonly (readonly number[] | undefined)[] {
  const all = Array.from({ length: 2 ** rank }, (_, choice) =>
    Array.from({ length: rank }, (__, axis) => axis).filter((axis) => (choice >> axis) & 1),
  );
  return [undefined, ...all.filter((axes) => axes.length > 0)];
}

function differences(operator: Operator, operands: readonly (readonly [Shape, number[]])[], attributes: Attributes) {
  const program = new Program();
  program.add(
    operator,
    operands.map(([shape, values]) => given(program, shape, values)),
    attributes,
  );
  return backendDifferences(program);
}

test.each([sum, mean, amax, amin, logsumexp, softmax, logSoftmax])(
  '$name computes the same bits along any axes',
  (operator) => {
    for (const shape of shapes) {
      for (const axis of axesOf(shape)) {
        for (const specials of [0, 0.02, 0.9]) {
          const operand = [shape, numbers(shape, specials)] as const;
          const attributes = { ...(axis && { axis }), keep: random.uniform() < 0.5 };
          if (isMismatch(operator.shape([shape], attributes))) continue;
          expect(differences(operator, [operand], attributes)).toEqual([]);
        }
      }
    }
  },
);

test('sum_to computes the same bits for any shape', () => {
  for (const shape of shapes) {
    for (const axes of axesOf(shape)) {
      const kept = shape.map((length, axis) => (axes?.includes(axis) ? 1 : length));
      const first = kept.findIndex((length) => length !== 1);
      for (const back of [kept, first < 0 ? [] : kept.slice(first)]) {
        expect(differences(sumTo, [[shape, numbers(shape, 0.02)]], { shape: back })).toEqual([]);
      }
    }
  }
});

describe.each(Object.values(losses))('the loss $name', (loss) => {
  test.each(lossReductions)('computes the same bits with reduction = "%s"', (reduction: Reduction) => {
    const pairs: readonly (readonly [Shape, Shape])[] = [
      [[], []],
      [[7], [7]],
      [[600], [600]],
      [[5, 7], [7]],
      [
        [5, 1],
        [5, 7],
      ],
      [[3, 700], []],
      [[0], [0]],
    ];
    for (const [prediction, target] of pairs) {
      for (const between of [true, false]) {
        const operands = [prediction, target].map((shape) => {
          const values = numbers(shape, 0.1);
          return [shape, between ? values.map((x) => Math.abs(Math.sin(x))) : values] as const;
        });
        expect(differences(loss, operands, { reduction })).toEqual([]);
        expect(differences(loss, operands, { reduction, delta: 0.25 })).toEqual([]);
      }
    }
  });
});

test.each(lossReductions)('cross_entropy computes the same bits with reduction = "%s"', (reduction: Reduction) => {
  const classes = [0, 1, 2, 2.5, -1, 3, Number.NaN, Infinity];
  for (const logits of [[3], [1, 3], [32, 3], [300, 3], [150, 7], [2, 700], [0, 3], [3, 1]]) {
    for (const specials of [0, 0.02]) {
      const scores = [logits, numbers(logits, specials)] as const;
      const samples = logits.slice(0, -1);
      const target = Array.from({ length: sizeOf(samples) }, (_, i) => classes[i % (specials > 0 ? 8 : 3)]);
      expect(differences(crossEntropy, [scores, [samples, target]], { reduction })).toEqual([]);
      expect(differences(crossEntropy, [scores, [logits, numbers(logits, specials)]], { reduction })).toEqual([]);
    }
  }
});

test('one_hot computes the same bits for valid and invalid classes', () => {
  const classes = [0, 1, 2, 2.5, -1, 3, -0, Number.NaN, Infinity, -Infinity];
  for (const count of [0, 1, 3, 20]) {
    expect(differences(oneHot, [[[2, 5], classes]], { count })).toEqual([]);
    expect(differences(oneHot, [[[], [1]]], { count })).toEqual([]);
  }
});

test('every operator in this file has a kernel', () => {
  const all = [sum, mean, amax, amin, sumTo, logsumexp, softmax, logSoftmax, crossEntropy, oneHot];
  for (const operator of [...all, ...Object.values(losses)]) expect(emitters.has(operator), operator.name).toBe(true);
});
