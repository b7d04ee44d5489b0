/** Hyperparameters of a step: values from the file, defaults and invalid ones. */

import { describe, expect, test } from 'vitest';
import { isSound } from '../../../server/src/snapshot/snapshot.ts';
import { hyperparametersOf } from '../../../server/src/snapshot/training/hyperparameters.ts';
import { evaluated } from '../../support/models/evaluated.ts';

test.each([
  ['train sgd', 0.01],
  ['train sgd()', 0.01],
  ['train sgd(0.5)', 0.5],
  ['train sgd(lr = 1e-300)', 1e-300],
  ['const rate = 0.2\ntrain sgd(lr = rate / 2)', 0.1],
  ['data d = [1, 2]\ntrain sgd(lr = mean(d))', 1.5],
])('the learning rate of %j is read', (text, lr) => {
  const { model, evaluation, problems } = evaluated(text);
  expect(hyperparametersOf(model.trainingPlan!, model, evaluation.values)).toEqual({
    lr,
    momentum: 0,
    nesterov: 0,
    weight_decay: 0,
  });
  expect(problems).toEqual([]);
});

test('missing hyperparameters have default values', () => {
  const { model, evaluation } = evaluated('train adamw(beta1 = 0.5, eps = 0)');
  expect(hyperparametersOf(model.trainingPlan!, model, evaluation.values)).toEqual({
    lr: 0.001,
    beta1: 0.5,
    beta2: 0.999,
    eps: 0,
    weight_decay: 0.01,
  });
});

test.each(['momentum = 0', 'momentum = 0.999', 'weight_decay = 0', 'weight_decay = 3', 'nesterov = 1', 'nesterov = 0'])(
  'sgd accepts %s',
  (given) => {
    expect(evaluated(`train sgd(${given})`).problems).toEqual([]);
  },
);

describe('sgd', () => {
  test.each([
    ['lr = 0', "'lr' must be a positive number, not 0"],
    ['lr = -0.1', "'lr' must be a positive number, not −0.1"],
    ['lr = 1 / 0', "'lr' must be a positive number, not ∞"],
    ['lr = log(-1)', "'lr' must be a positive number, not NaN"],
    ['momentum = 1.2', "'momentum' must be a number from 0 to less than 1, not 1.2"],
    ['momentum = 1', "'momentum' must be a number from 0 to less than 1, not 1"],
    ['momentum = -0.1', "'momentum' must be a number from 0 to less than 1, not −0.1"],
    ['momentum = log(-1)', "'momentum' must be a number from 0 to less than 1, not NaN"],
    ['nesterov = 0.5', "'nesterov' must be 0 or 1, not 0.5"],
    ['weight_decay = -1', "'weight_decay' must be a number, 0 or greater, not −1"],
    ['weight_decay = 1 / 0', "'weight_decay' must be a number, 0 or greater, not ∞"],
    ['weight_decay = log(-1)', "'weight_decay' must be a number, 0 or greater, not NaN"],
  ])('rejects %s', (given, message) => {
    const snapshot = evaluated(`train sgd(${given})`);
    expect(snapshot.problems.map((problem) => [problem.code, problem.message])).toEqual([['out-of-range', message]]);
    expect(isSound(snapshot)).toBe(false);
  });
});
