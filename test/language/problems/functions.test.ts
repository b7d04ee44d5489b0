/** Problems of functions and their fixes, by example. */

import { functionProblems } from '../../../server/src/language/problems/functions.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';

testProblems(functionProblems, {
  'reserved-function-name': `
fn csv(x) = x
   ^^^ error reserved-function-name: 'csv' is reserved for the built-in csv(…) and can't name a function
fn grad(x) = x
   ^^^^ error reserved-function-name: 'grad' is reserved for the built-in grad(…) and can't name a function`,
  'return-outside-function': `
return 1
^^^^^^^^ error return-outside-function: 'return' is only allowed in the body of a function`,
  'missing-return': `
fn f(x) {
   ^ error missing-return: f doesn't return a value; end its body with 'return …'
  y = x
}`,
  'return-not-last': `
fn f(x) {
  return x
  ^^^^^^^^ error return-not-last: 'return' must be the last statement of a function
  y = x
}`,
  'not-allowed-in-function': `
fn f(x) {
  loss L = x
  ^^^^^^^^^^ error not-allowed-in-function: 'loss' is not allowed in a function; only consts, params and nodes are
  import "a.bp"
  ^^^^^^^^^^^^^ error not-allowed-in-function: 'import' is not allowed in a function
  return x
}`,
  'duplicate-parameter': `
fn f(x, x) = x
        ^ error duplicate-parameter: the parameter 'x' is declared twice`,
  'recursive-function': `
fn f(x) = f(x)
          ^ error recursive-function: functions can't be recursive: f → f
fn g(x) = h(x)
          ^ error recursive-function: functions can't be recursive: g → h → k → g
fn h(x) = k(x)
          ^ error recursive-function: functions can't be recursive: h → k → g → h
fn k(x) = g(x)`,
  'misplaced-param': `
data X = [[1, 2]]
data Y = dense(X, 2)
         ^^^^^^^^^^^ error misplaced-param: dense creates params, so it can only be called in a node or a loss
expect sum(dense(X, 2)) ≈ 1
           ^^^^^^^^^^^ error misplaced-param: dense creates params, so it can only be called in a node or a loss`,
});

testFixes(functionProblems, [
  [
    'misplaced-param',
    `
data X = [[1, 2]]
data Y = dense(X, 2)
loss L = sum(Y)
--- Change Y to a node
data X = [[1, 2]]
Y = dense(X, 2)
loss L = sum(Y)`,
  ],
  [
    'missing-return',
    `
fn f(x) {
  y = x # as it is
}
a = f(1)
--- Insert 'return y'
fn f(x) {
  y = x # as it is
  return y
}
a = f(1)`,
  ],
  [
    'return-not-last',
    `
fn f(x) {
  return y
  y = x
}
a = f(1)
--- Move 'return' to the end
fn f(x) {
  y = x
  return y
}
a = f(1)`,
  ],
  [
    'not-allowed-in-function',
    `
fn f(x) {
  loss L = x
  return L
}
a = f(1)
--- Change L to a node
fn f(x) {
  L = x
  return L
}
a = f(1)`,
  ],
]);
