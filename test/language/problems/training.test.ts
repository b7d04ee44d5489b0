/** Problems of training and their fixes, by example. */

import { expect, test } from 'vitest';
import { splitSamples } from '../../../server/src/engine/training/batches.ts';
import { smallestHoldout } from '../../../server/src/language/lowering/statements/trainingPlan.ts';
import { trainingProblems } from '../../../server/src/language/problems/training.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';
import { evaluated } from '../../support/models/evaluated.ts';

testProblems(trainingProblems, {
  'out-of-range': `
param x = 1
loss L = x^2
train sgd(lr = 0.1 - 0.3, momentum = 1.2, nesterov = 2, weight_decay = -1)
               ^^^^^^^^^ error out-of-range: 'lr' must be a positive number, not −0.2
                                     ^^^ error out-of-range: 'momentum' must be a number from 0 to less than 1, not 1.2
                                                     ^ error out-of-range: 'nesterov' must be 0 or 1, not 2
                                                                       ^^ error out-of-range: 'weight_decay' must be a number, 0 or greater, not −1`,
  'undefined-optimizer': `
train adagrad(lr = 0.1)
      ^^^^^^^ error undefined-optimizer: optimizer 'adagrad' is not defined; choose from sgd, adam, adamw, rmsprop`,
  'duplicate-train': `
train sgd(lr = 0.1)
train sgd(lr = 0.2)
^^^^^^^^^^^^^^^^^^^ error duplicate-train: a file can have only one 'train'; the first is on line 1`,
  'no-params-to-train': `
data x = [[1], [2]]
h = dense(x, 2)
loss L = mean(h^2)
train sgd() for h, x
                   ^ error no-params-to-train: 'x' names no params; name a param, or a statement whose calls create params`,
  'steps-without-epochs': `
param x = 1
loss L = x^2
train sgd(lr = 0.1 * (1 - step / steps))
                                 ^^^^^ error steps-without-epochs: 'steps' is the number of steps of a run, which needs 'epochs', as in epochs = 10`,
  'param-not-reached': `
param a = 1
param b = 2
      ^ warning param-not-reached: L doesn't depend on b, so training never changes it; use it in the loss or make it a const
c = 2 * b
param mu = 1
      ^^ warning param-not-reached: training never changes mu: no gradient flows into a draw; to train its mean and std, write mean + std * eps with eps ~ normal()
param p = 0.5
      ^ warning param-not-reached: training never changes p: no gradient flows into a draw, so none reaches the probability
z ~ normal(2 * mu)
k ~ bernoulli(p)
loss L = a^2 * z * k`,
  'nothing-held-out': `
data x = [1, 2, 3]
param w = 1
loss L = mean((w * x - 1)^2)
train sgd(holdout = 1 / 100)
                    ^^^^^^^ warning nothing-held-out: this fraction of 3 samples is less than one sample, so none is held out; use at least 0.34`,
  'held-out-in-training': `
data X = [1, 2, 3, 10]
const m = mean(reshape(X, [2, 2]))
          ^^^^^^^^^^^^^^^^^^^^^^^^ warning held-out-in-training: held-out samples reach training through m, because it is computed from a fixed number of samples; write size(…, 0) for the number of samples
param w = 1
loss L = mean((w * (X - m))^2)
train sgd(holdout = 0.25)`,
  'batch-mismatch': `
data x = [1, 2, 3, 4]
const n = size(x, 0)
param w = 1
h = reshape(x, [n, 1]) * w
    ^^^^^^^^^^^^^^^^^^ error batch-mismatch: in a mini-batch of 2 samples, reshape: [2] and [4, 1] have different numbers of elements
loss L = mean(h)
train sgd(batch = 2)`,
  'invalid-setting': `
param x = 1
loss L = x^2
train sgd(batch = 0)
                  ^ error invalid-setting: 'batch' must be a constant: a whole number, 1 or greater
train sgd(epochs = 1.5)
                   ^^^ error invalid-setting: 'epochs' must be a constant: a whole number, 1 or greater
train sgd(precision = "f16")
                      ^^^^^ error invalid-setting: 'precision' must be a constant: "f64" or "f32"
train sgd(precision = 32)
                      ^^ error invalid-setting: 'precision' must be a constant: "f64" or "f32"
train sgd(shuffle = 2)
                    ^ error invalid-setting: 'shuffle' must be a constant: 0 or 1`,
});

testFixes(trainingProblems, [
  [
    'undefined-optimizer',
    `
param x = 1
loss L = x^2
train adm(lr = 0.1)
--- Change to 'adam'
param x = 1
loss L = x^2
train adam(lr = 0.1)`,
  ],
  [
    'duplicate-train',
    `
param x = 1
loss L = x^2
train sgd(lr = 0.1)
train sgd(lr = 0.2)
--- Remove this statement
param x = 1
loss L = x^2
train sgd(lr = 0.1)`,
  ],
  [
    'steps-without-epochs',
    `
param x = 1
loss L = x^2
train sgd(lr = 0.1 * (1 - step / steps))
--- Add epochs = 10
param x = 1
loss L = x^2
train sgd(lr = 0.1 * (1 - step / steps), epochs = 10)`,
  ],
  [
    'nothing-held-out',
    `
data x = [1, 2, 3, 4, 5, 6, 7]
param w = 1
loss L = mean((w * x - 1)^2)
train sgd(holdout = 0.1)
--- Change to '0.15'
data x = [1, 2, 3, 4, 5, 6, 7]
param w = 1
loss L = mean((w * x - 1)^2)
train sgd(holdout = 0.15)`,
  ],
  [
    'nothing-held-out',
    `
param w = 1
loss L = w^2
train sgd(holdout = 0.5)
--- Change to '0'
param w = 1
loss L = w^2
train sgd(holdout = 0)`,
  ],
  [
    'nothing-held-out',
    `
data x = [[1, 2]]
param w = 1
loss L = mean((w * x - 1)^2)
train sgd(holdout = 0.5)
--- Change to '0'
data x = [[1, 2]]
param w = 1
loss L = mean((w * x - 1)^2)
train sgd(holdout = 0)`,
  ],
  [
    'param-not-reached',
    `
param a = 1
# Of no use.
param b = 2
loss L = a^2
--- Remove unused b
param a = 1
loss L = a^2
--- Change b to a const
param a = 1
# Of no use.
const b = 2
loss L = a^2`,
  ],
  [
    'param-not-reached',
    `
param mu = [1, 2]
param s = 1
z[4, 2] ~ normal(mu, std = s + 1)
loss L = mean(z^2)
--- Scale and shift eps ~ normal()
param mu = [1, 2]
param s = 1
eps[4, 2] ~ normal()
z = mu + (s + 1) * eps
loss L = mean(z^2)
--- Change mu to a const
const mu = [1, 2]
param s = 1
z[4, 2] ~ normal(mu, std = s + 1)
loss L = mean(z^2)`,
  ],
  [
    'param-not-reached',
    `
param s = 1
eps ~ uniform()
z ~ normal(0, 2 * s)
loss L = z * eps
--- Scale and shift z_eps ~ normal()
param s = 1
eps ~ uniform()
z_eps ~ normal()
z = 0 + 2 * s * z_eps
loss L = z * eps
--- Change s to a const
const s = 1
eps ~ uniform()
z ~ normal(0, 2 * s)
loss L = z * eps`,
  ],
  [
    'param-not-reached',
    `
param a = 1
param b = 2
c = 2 * b
loss L = a^2
--- Change b to a const
param a = 1
const b = 2
c = 2 * b
loss L = a^2`,
  ],
]);

test('nothing is said of a holdout of 0, of one that holds samples out, or of data with an error', () => {
  const codes = (data: string, holdout: string) =>
    evaluated(`${data}param w = 1\nloss L = w^2\ntrain sgd(batch = 1, holdout = ${holdout})`).problems.map(
      ({ code }) => code,
    );
  expect(codes('data x = [1, 2, 3]\n', '0')).toEqual([]);
  expect(codes('data x = [1, 2, 3]\n', '0.34')).toEqual([]);
  expect(codes('data x = load("missing.csv")\n', '0.5')).not.toContain('nothing-held-out');
  expect(codes('data x = [1, 2,\n', '0.5')).not.toContain('nothing-held-out');
  expect(codes('', '0')).toEqual([]);
  expect(codes('', '0.5')).toEqual(['nothing-held-out']);
  expect(codes('data x = [1, 2, 3]\n', '0.33')).toEqual(['nothing-held-out']);
});

test('the suggested holdout holds out a sample', () => {
  for (let samples = 2; samples <= 3000; samples++) {
    const holdout = smallestHoldout(samples)!;
    expect(String(holdout).length).toBeLessThan(9);
    if (samples < 300) expect(splitSamples(samples, { seed: 0, holdout }).heldOut.length).toBe(1);
    expect(Math.floor(samples * holdout)).toBe(1);
  }
  expect(smallestHoldout(1)).toBeUndefined();
});
