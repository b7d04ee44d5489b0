/** Numeric problems and their fixes, by example. */

import { numericProblems } from '../../../server/src/language/problems/numeric.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';

testProblems(
  numericProblems,
  {
    'not-finite': `
n = layer_norm([1e200, 2])
    ^^^^^^^^^^^^^^^^^^^^^^ warning not-finite: layer_norm([1e200, 2]) produced NaN from [1e200, 2] between 2 and 1e200 at [0] and 1 other; it is undefined where the variance is too large for a float64
i = gather([1, 2], 2)
    ^^^^^^^^^^^^^^^^^ warning not-finite: gather([1, 2], 2) produced NaN from [1, 2] between 1 and 2; 2 is not a whole number from −2 to 1
m = solve([[1, 2], [2, 4]], [1, 2])
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning not-finite: solve([[1, 2], [2, 4]], [1, 2]) produced NaN from [[1, 2], [2, 4]] between 1 and 4, [1, 2] between 1 and 2 at [0] and 1 other; it is undefined where a matrix is singular
k = cholesky([[1, 2], [2, 1]])
    ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning not-finite: cholesky([[1, 2], [2, 1]]) produced NaN from [[1, 2], [2, 1]] between 1 and 2 at [0, 0] and 3 others; it is undefined where a matrix is not positive definite
const labels = [0, 2.5, 3]
const Z = [[1, 2], [3, 4], [5, 6]]
l = cross_entropy(Z, labels)
    ^^^^^^^^^^^^^^^^^^^^^^^^ warning not-finite: cross_entropy(Z, labels) produced NaN from Z between 1 and 6, labels between 0 and 3; labels[1] = 2.5 is not a whole number from 0 to 1
o = one_hot(labels - 1, count = 3)
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning not-finite: one_hot(labels - 1, count = 3) produced NaN from labels - 1 between −1 and 2 at [0, 0] and 5 others; (labels - 1)[0] = −1 is not a whole number from 0 to 2
param x = 0
param y = -1
a = 2 * log(x) + sqrt(y)
        ^^^^^^ warning not-finite: log(x) produced −∞ from x = 0
                 ^^^^^^^ warning not-finite: sqrt(y) produced NaN from y = −1
b = a + 1
data d = [1, 0, 4, 0]
c = mean(1 / d - x)
         ^^^^^ warning not-finite: 1 / d produced ∞ from d = 0 at [1] and 1 other
e = where(x > 0, log(x), 0)`,
    'gradient-not-finite': `
param x = 0
data d = [4, 1, 0]
y = where(d > 1, d / (d - 1), x) + x
z = where(x > 0, 2 * sqrt(x), 0)
                     ^^^^^^^ warning gradient-not-finite: the gradient through sqrt(x) is NaN at x = 0: 'where' selects the other branch there, but 0 times an infinite local gradient is NaN; write sqrt(where(x > 0, x, 1))
loss L = z + sum(y)`,
    'dead-relu': `
data X = [[1, 2], [3, 4]]
param W = [[1, -1, 1], [-1, -1, 1]]
param a = -2
param b = [-1, -2]
h = relu(X @ W)
    ^^^^^^^^^^^ warning dead-relu: 2 of 3 units of relu(X @ W) are dead: their gradient is 0 for every sample; raise their biases, or use leaky_relu
g = relu(X @ W - 100)
    ^^^^^^^^^^^^^^^^^ warning dead-relu: all 3 units of relu(X @ W - 100) are dead: their gradient is 0 for every sample; raise their biases, or use leaky_relu
loss L = sum(h) + sum(g) + relu(a) + mean(relu(b))
                           ^^^^^^^ warning dead-relu: relu(a) is dead at a = −2: its gradient is 0 unless the input is positive; raise the input, or use leaky_relu
                                          ^^^^^^^ warning dead-relu: relu(b) is dead: its gradient is 0 everywhere; raise its input with a bias, or use leaky_relu`,
    'some-dead-units': `
data X = [[1, 0], [0, 1]]
param W = [[1, -1, 1, 1], [1, -1, 1, 1]]
param V = [[1, -1, -1, 1], [1, -1, -1, 1]]
loss L = sum(relu(X @ W)) + sum(relu(X @ V))
             ^^^^^^^^^^^ information some-dead-units: 1 of 4 units of relu(X @ W) is dead: its gradient is 0 for every sample; a few such units are normal
                                ^^^^^^^^^^^ information some-dead-units: 2 of 4 units of relu(X @ V) are dead: their gradient is 0 for every sample; a few such units are normal`,
    saturated: `
param a = 8
param b = [-9, 5, 1]
param c = [-9, 9]
loss L = sigmoid(a) + sum(tanh(b)) + mean(tanh(c))
         ^^^^^^^^^^ warning saturated: sigmoid(a) is saturated: its local gradient is only 0.00034; bring its input closer to 0
                                          ^^^^^^^ warning saturated: tanh(c) is saturated in 100 % of its elements: their local gradient is less than 0.001; bring its input closer to 0, with smaller weights or layer_norm
param d = 50
loss M = sigmoid(d)
         ^^^^^^^^^^ warning saturated: sigmoid(d) is saturated: its local gradient is 0; bring its input closer to 0
param e[4, 4] ~ normal(6, 0)
param W[4] ~ ones()
loss N = mean(sigmoid(e) @ W)
              ^^^^^^^^^^ warning saturated: sigmoid(e) is saturated in 100 % of its elements: their local gradient is less than 0.025; bring its input closer to 0, with smaller weights or layer_norm`,
    'vanishing-gradient': `
data X = [[1, 2], [3, 4]]
param W1 = [[1, 2], [3, 4]]
      ^^ warning vanishing-gradient: the gradient vanishes: ∂L/∂W1 is 1.9e−7 times ∂L/∂W3; start with larger weights between them, or add layer_norm or skip connections
param W2 = [[1e-3, 0], [0, 1e-3]]
param W3 = [[1e-6, 0], [0, 1e-6]]
loss L = sum(X @ W1 @ W2 @ W3)`,
    'exploding-gradient': `
data X = [[1, 2], [3, 4]]
param W1 = [[1, 2], [3, 4]]
      ^^ warning exploding-gradient: the gradient explodes: ∂(L1 + L2)/∂W1 is 185695 times ∂(L1 + L2)/∂W3; start with smaller weights between them, or add layer_norm
param W2 = [[1e3, 0], [0, 1e3]]
param W3 = [[1e6, 0], [0, 1e6]]
h = X @ W1 @ W2
loss L1 = sum(h @ W3.T)
loss L2 = sum(W1)`,
    'expectation-failed': `
a = 2
expect a ≈ 3
^^^^^^^^^^^^ error expectation-failed: 2 is not close to 3: they differ by 1
expect 1 ≈ 1.000002
^^^^^^^^^^^^^^^^^^^ error expectation-failed: 1 is not close to 1.000002: they differ by 2e−6
expect [1, 2, 3] ≈ [1, 2, 5] within 1
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error expectation-failed: 3 is not close to 5: they differ by 2
expect log(-1) ≈ log(-1)
^^^^^^^^^^^^^^^^^^^^^^^^ error expectation-failed: NaN is not close to NaN: they differ by NaN
expect (a
^^^^^^^^^
  + a) ≈ 5
^^^^^^^^^^ error expectation-failed: 4 is not close to 5: they differ by 1`,
  },
  ['gradient-mismatch', 'gradient-at-kink', 'gradient-at-jump'],
);

testFixes(numericProblems, [
  [
    'gradient-not-finite',
    `
param x = 0
loss L = where(x > 0, 2 * sqrt(x), 0)
--- Change to 'sqrt(where(x > 0, x, 1))'
param x = 0
loss L = where(x > 0, 2 * sqrt(where(x > 0, x, 1)), 0)`,
  ],
  [
    'expectation-failed',
    `
param x = 3
loss L = x / 7
expect L ≈ 1
--- Change the expected value to 0.42857143
param x = 3
loss L = x / 7
expect L ≈ 0.42857143`,
  ],
  [
    'expectation-failed',
    `
expect [1, 3] ≈ [1, 2] * [1, 1.25] within 0.01
--- Change the expected value to [1, 2.5]
expect [1, 2.5] ≈ [1, 2] * [1, 1.25] within 0.01`,
  ],
]);
