/** The value of each param after a training step. */

import { expect, test } from 'vitest';
import { updatesOf } from '../../../server/src/snapshot/training/paramUpdates.ts';
import { evaluated } from '../../support/models/evaluated.ts';

test('a step updates x to x − lr · ∂L/∂x', () => {
  expect(
    steps('param x = -2\nparam y = 5\nparam z = -4\nloss L = (-10 - (x + y) * z)^2\ntrain sgd(lr = 0.01)'),
  ).toEqual({
    x: [-2.16],
    y: [4.84],
    z: [-3.88],
  });
});

test('a tensor is updated element by element', () => {
  expect(steps('param W = [[1, 2], [3, 4]]\nloss L = sum(W * W)\ntrain sgd(lr = 0.25)')).toEqual({
    W: [0.5, 1, 1.5, 2],
  });
});

test('the learning rate is 0.01 without a train statement', () => {
  expect(steps('param x = 1\nloss L = 100 * x')).toEqual({ x: [0] });
});

test('nothing is updated if training is ambiguous', () => {
  expect(steps('param x = 1\nloss L = x\ntrain sgd(lr = 0.')).toEqual({});
  expect(steps('param x = 1\nloss L = x\ntrain adagrad(lr = 0.1)')).toEqual({});
});

test('the learning rate can depend on the params before the step', () => {
  expect(steps('param x = 4\nloss L = x\ntrain sgd(lr = x / 8)')).toEqual({ x: [3.5] });
});

test('several losses are minimized together', () => {
  expect(steps('param x = 1\nloss a = x\nloss b = 2 * x\ntrain sgd(lr = 0.1)')).toEqual({ x: [0.7] });
});

test('params without a gradient stay the same', () => {
  expect(steps('param x = 1\nparam y = 2\nloss L = x\ntrain sgd(lr = 0.5)')).toEqual({ x: [0.5] });
  expect(steps('param x = 1\ny = x^2')).toEqual({});
});

test('zero and non-finite gradients are applied unchanged', () => {
  expect(steps('param x = 1\nloss L = 0 * x')).toEqual({ x: [1] });
  expect(steps('param x = -1\nloss L = log(x)^2')).toEqual({ x: [Number.NaN] });
});

test.each([
  ['sgd(lr = 0.25, momentum = 0.5)', 0.75],
  ['sgd(lr = 0.25, momentum = 0.5, nesterov = 1)', 0.625],
  ['adam(lr = 0.25, beta1 = 0.5, beta2 = 0.75, eps = 0)', 0.75],
  ['adamw(lr = 0.25, beta1 = 0.5, beta2 = 0.75, eps = 0, weight_decay = 0.5)', 0.625],
  ['rmsprop(lr = 0.25, alpha = 0.75, eps = 0)', 0.5],
])('the update of %s is the first step, however often it is requested', (optimizer, x) => {
  const snapshot = evaluated(`param x = 1\nloss L = x\ntrain ${optimizer}`);
  for (let time = 0; time < 3; time++) {
    expect([...updatesOf(snapshot).values()].map(({ to }) => Array.from(to))).toEqual([[x]]);
  }
});

function steps(text: string): Record<string, number[]> {
  const updates = [...updatesOf(evaluated(text)).values()];
  return Object.fromEntries(updates.map(({ param, to }) => [param.name, Array.from(to)]));
}
