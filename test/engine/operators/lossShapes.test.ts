/** Shapes of losses and the messages for mismatched operands. */

import { describe, expect, test } from 'vitest';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import type { Shape } from '../../../server/src/engine/ir/shape.ts';
import { crossEntropy } from '../../../server/src/engine/operators/losses/crossEntropy.ts';
import { huber, mse } from '../../../server/src/engine/operators/losses/losses.ts';

describe('the shape of a loss', () => {
  test.each<readonly [string, Operator, readonly [Shape, Shape], Attributes, Shape]>([
    ['a mean', mse, [[2, 1], [3]], {}, []],
    ['a sum', mse, [[2, 1], [3]], { reduction: 'sum' }, []],
    ['unreduced losses', mse, [[2, 1], [3]], { reduction: 'none' }, [2, 3]],
    ['a mean over samples', crossEntropy, [[4, 3], [4]], {}, []],
    ['losses of samples with a class', crossEntropy, [[4, 3], [4]], { reduction: 'none' }, [4]],
    [
      'losses of samples with probabilities',
      crossEntropy,
      [
        [4, 3],
        [4, 3],
      ],
      { reduction: 'none' },
      [4],
    ],
    ['the loss of one sample', crossEntropy, [[3], []], { reduction: 'none' }, []],
  ])('is right for %s', (_, loss, operands, attributes, shape) => {
    expect(loss.shape(operands, attributes)).toEqual(shape);
  });
});

describe('mismatched operands', () => {
  test.each<readonly [string, Operator, readonly [Shape, Shape], Attributes]>([
    ["[2] and [3] don't broadcast: 2 ≠ 3 on the last axis", mse, [[2], [3]], {}],
    ['huber: delta must be positive, not 0', huber, [[2], [2]], { delta: 0 }],
    ['huber: delta must be positive, not NaN', huber, [[2], [2]], { delta: Number.NaN }],
    ['cross_entropy [32, 10] and [31]: 32 ≠ 31 on axis 0', crossEntropy, [[32, 10], [31]], {}],
    [
      'cross_entropy [32, 10] and [32, 1]: 10 ≠ 1 on axis 1',
      crossEntropy,
      [
        [32, 10],
        [32, 1],
      ],
      {},
    ],
    ['cross_entropy [3] and [2]: 3 ≠ 2 on axis 0', crossEntropy, [[3], [2]], {}],
    [
      'cross_entropy [32, 10] and scalar: the target must be [32] for classes or [32, 10] for probabilities',
      crossEntropy,
      [[32, 10], []],
      {},
    ],
    ['cross_entropy: logits must be [samples, classes], not a scalar', crossEntropy, [[], []], {}],
    [
      'cross_entropy [2, 5, 3] and [2]: the target must be [2, 5] for classes or [2, 5, 3] for probabilities',
      crossEntropy,
      [[2, 5, 3], [2]],
      {},
    ],
    [
      'cross_entropy [3] and [3]: ignore_index needs classes as targets, not probabilities',
      crossEntropy,
      [[3], [3]],
      { ignore_index: 0 },
    ],
  ])('give the message: %s', (mismatch, operator, operands, attributes) => {
    expect(operator.shape(operands, attributes)).toEqual({ mismatch });
  });
});
