/** The numbers that a step goes by: those of the file, if a step can go by them. */

import { describe, expect, test } from 'vitest';
import { hyperparametersOf } from '../../server/src/snapshot/hyperparameters.ts';
import { isSound } from '../../server/src/snapshot/snapshot.ts';
import { evaluated } from '../support/evaluated.ts';

test.each([
  ['train sgd', 0.01],
  ['train sgd()', 0.01],
  ['train sgd(0.5)', 0.5],
  ['train sgd(lr = 1e-300)', 1e-300],
  ['const rate = 0.2\ntrain sgd(lr = rate / 2)', 0.1],
  ['data d = [1, 2]\ntrain sgd(lr = mean(d))', 1.5],
])('the learning rate of %j', (text, lr) => {
  const { model, evaluation, problems } = evaluated(text);
  expect(hyperparametersOf(model.training!, model, evaluation.values)).toEqual({ lr });
  expect(problems).toEqual([]);
});

describe('no learning rate is', () => {
  test.each([
    ['0', '0'],
    ['-0.1', '−0.1'],
    ['1 / 0', '∞'],
    ['log(-1)', 'NaN'],
  ])('%s', (lr, shown) => {
    const snapshot = evaluated(`train sgd(lr = ${lr})`);
    expect(snapshot.problems.map(({ code, message }) => [code, message])).toEqual([
      ['not-positive', `lr is a positive number, not ${shown}`],
    ]);
    expect(isSound(snapshot)).toBe(false);
  });
});
