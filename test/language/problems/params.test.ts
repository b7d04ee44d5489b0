/** Problems of params and their fixes, by example. */

import { paramProblems } from '../../../server/src/language/problems/params.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';

testProblems(paramProblems, {
  'not-constant': `
param x = 1
y = x
loss L = y
const a = 2 * x
              ^ error not-constant: 'x' is a param; a const can only use numbers, consts and data
param b = y
          ^ error not-constant: 'y' is a node; a param can only use numbers, consts and data
data c = [1, 2] * L
                  ^ error not-constant: 'L' is a loss; data can only use numbers, consts and other data
const d = ∂L/∂x
           ^ error not-constant: 'L' is a loss; a const can only use numbers, consts and data
              ^ error not-constant: 'x' is a param; a const can only use numbers, consts and data`,
  'undefined-initializer': `
param W[2] ~ norml()
             ^^^^^ error undefined-initializer: initializer 'norml' is not defined; did you mean 'normal'?
param V[2] ~ xavier()
             ^^^^^^ error undefined-initializer: initializer 'xavier' is not defined; did you mean 'glorot'?
param U[2] ~ orthogonal()
             ^^^^^^^^^^ error undefined-initializer: initializer 'orthogonal' is not defined; choose from normal, uniform, glorot, he, zeros, ones`,
  'initializer-call': `
W = glorot(3, 4)
    ^^^^^^ error initializer-call: glorot draws the initial values of a param; write param W[3, 4] ~ glorot()
param b = normal(0, 0.1)
          ^^^^^^ error initializer-call: normal draws the initial values of a param; write param b[…] ~ normal(0, 0.1)
h = 2 * randn(2, 3)
        ^^^^^ error initializer-call: randn draws the initial values of a param; write param h[2, 3] ~ normal(), or h[2, 3] ~ normal() to draw at each step
e = np.random.randn(4)
    ^^^^^^^^^^^^^^^ error initializer-call: randn draws the initial values of a param; write param e[4] ~ normal(), or e[4] ~ normal() to draw at each step
param V = he()
          ^^ error initializer-call: he draws the initial values of a param; write param V[…] ~ he()`,
  'invalid-initializer-arguments': `
param a[2] ~ normal(0, -1)
             ^^^^^^ error invalid-initializer-arguments: normal can't initialize this param: the standard deviation can't be negative
param b[2] ~ uniform(1, 0)
             ^^^^^^^ error invalid-initializer-arguments: uniform can't initialize this param: the lower bound is greater than the upper bound`,
  'depends-on-param': `
param w = 2
fn f(x) = w * x
const c = f(3)
          ^^^^ error depends-on-param: this depends on the param w; a const can only use numbers, consts and data
loss L = w`,
});

testFixes(paramProblems, [
  [
    'initializer-call',
    `
W = glorot(3, 4)
loss L = sum(W)
--- Change to 'param W[3, 4] ~ glorot()'
param W[3, 4] ~ glorot()
loss L = sum(W)`,
  ],
  [
    'initializer-call',
    `
W = 0.1 * randn(3, 4)
loss L = sum(W)
--- Change to 'param W[3, 4] ~ normal(0, 0.1)'
param W[3, 4] ~ normal(0, 0.1)
loss L = sum(W)
--- Change to 'W[3, 4] ~ normal(0, 0.1)'
W[3, 4] ~ normal(0, 0.1)
loss L = sum(W)`,
  ],
  [
    'initializer-call',
    `
param W = normal(0, 0.1, [3, 4])
loss L = sum(W)
--- Change to 'param W[3, 4] ~ normal(0, 0.1)'
param W[3, 4] ~ normal(0, 0.1)
loss L = sum(W)`,
  ],
  [
    'undefined-initializer',
    `
param W[2] ~ norml()
loss L = sum(W)
--- Change to 'normal'
param W[2] ~ normal()
loss L = sum(W)`,
  ],
  [
    'not-constant',
    `
param x = 1
const a = 2 * x
loss L = a
--- Change a to a node
param x = 1
a = 2 * x
loss L = a
--- Change x to a const
const x = 1
const a = 2 * x
loss L = a`,
  ],
  [
    'not-constant',
    `
param x = 1
y = x
param b = y
loss L = b + y
--- Change b to a node
param x = 1
y = x
b = y
loss L = b + y`,
  ],
  [
    'depends-on-param',
    `
param w = 2
fn f(x) = w * x
const c = f(3)
loss L = c
--- Change c to a node
param w = 2
fn f(x) = w * x
c = f(3)
loss L = c`,
  ],
]);
