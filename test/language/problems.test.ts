/** Every problem by example: its exact range and message. */

import { expect, test } from 'vitest';
import { type ProblemCode, problemTable } from '../../server/src/language/problems/problems.ts';
import { redrawProblems } from '../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../support/fixtures/fixture.ts';
import { evaluated } from '../support/models/evaluated.ts';

/** Problems of the evaluator, which the tests of the server bring about. */
const evaluatorCodes: readonly ProblemCode[] = ['too-slow', 'evaluation-failed'];

/** Problems of a check, for which test/training/gradientCheck.test.ts makes some. */
const checkCodes: readonly ProblemCode[] = ['gradient-mismatch', 'gradient-at-kink'];

/** Problems of other files, for which test/language/files.test.ts makes some. */
const fileCodes: readonly ProblemCode[] = [
  'import-cycle',
  'too-many-imports',
  'not-importable',
  'error-in-import',
  'checkpoint-shape-mismatch',
  'checkpoint-unreadable',
  'not-importable',
];

const fixtures: Partial<Record<ProblemCode, string>> = {
  'unclosed-bracket': `
a = (1 + 2
    ^ error unclosed-bracket: expected ')' to close this '('
b = [1, [2, 3]
    ^ error unclosed-bracket: expected ']' to close this '['
c = sum([1, 2],
       ^ error unclosed-bracket: expected ')' to close this '('
d = (1]
    ^ error unclosed-bracket: expected ')' to close this '('
e = 5`,

  'stray-bracket': `
a = 1 + 2)
         ^ error stray-bracket: unmatched ')'
) + 1
^ error stray-bracket: unmatched ')'
b = 3]
     ^ error stray-bracket: unmatched ']'
c = }
    ^ error stray-bracket: unmatched '}'`,

  'missing-operand': `
a =
  ^ error missing-operand: expected a value after '='
b = 1 +
      ^ error missing-operand: expected a value after '+'
c = 2 * / 3
      ^ error missing-operand: expected a value after '*'
d = (1 + )
       ^ error missing-operand: expected a value after '+'
e = -
    ^ error missing-operand: expected a value after '-'
f = 2^
     ^ error missing-operand: expected a value after '^'
g = [1, , 2]
      ^ error missing-operand: expected a value after ','
h = ()
    ^ error missing-operand: expected a value after '('
expect
^^^^^^ error missing-operand: expected a value after 'expect'
expect 1 ≈
         ^ error missing-operand: expected a value after '≈'
expect 1 ≈ 1 within
             ^^^^^^ error missing-operand: expected a value after 'within'`,

  'missing-name': `
param
^^^^^ error missing-name: expected a name after 'param'
const = 3
^^^^^ error missing-name: expected a name after 'const'
loss (1)
^^^^ error missing-name: expected a name after 'loss'`,

  'missing-equals': `
a
^ error missing-equals: expected '=' and a value after 'a'
param b # to be continued
      ^ error missing-equals: expected '=' and a value after 'b'`,

  'missing-comparison': `
expect 1
^^^^^^ error missing-comparison: 'expect' must compare two values, as in expect a ≈ b (type '~=' for '≈')`,

  'missing-optimizer': `
train
^^^^^ error missing-optimizer: expected an optimizer after 'train', as in train sgd(lr = 0.1)
train (lr = 0.1)
^^^^^ error missing-optimizer: expected an optimizer after 'train', as in train sgd(lr = 0.1)`,

  'incomplete-gradient': `
param x = 1
loss L = x^2
a = ∂
    ^ error incomplete-gradient: incomplete gradient; write ∂L/∂x or grad(L, x)
b = ∂L
    ^^ error incomplete-gradient: incomplete gradient; write ∂L/∂x or grad(L, x)
c = ∂L/x
    ^^ error incomplete-gradient: incomplete gradient; write ∂L/∂x or grad(L, x)
d = ∂L/∂(x)
    ^^ error incomplete-gradient: incomplete gradient; write ∂L/∂x or grad(L, x)
e = ∂/∂x
    ^ error incomplete-gradient: incomplete gradient; write ∂L/∂x or grad(L, x)
f = grad(L)
    ^^^^^^^ error incomplete-gradient: incomplete gradient; write ∂L/∂x or grad(L, x)
g = grad(L, 2 * x)
    ^^^^^^^^^^^^^^ error incomplete-gradient: incomplete gradient; write ∂L/∂x or grad(L, x)`,

  'missing-operator': `
x = 3
a = 2(x + 1)
     ^ error missing-operator: expected an operator between '2' and '('; to multiply, write *
b = (x + 1)(x + 2)
           ^ error missing-operator: expected an operator between ')' and '('; to multiply, write *
c = x x
      ^ error missing-operator: expected an operator between 'x' and 'x'; to multiply, write *
d = sum(8 9)
          ^ error missing-operator: expected an operator between '8' and '9'; to multiply, write *`,

  'missing-comma': `
a = [1 2]
       ^ error missing-comma: expected ',' before '2'
b = [[1, 2] [3, 4]]
            ^ error missing-comma: expected ',' before '['
c = [(1) 2]
         ^ error missing-comma: expected ',' before '2'
d = [1 2 + 3]
       ^ error missing-comma: expected ',' before '2'`,

  'decimal-comma': `
a = 1,5
     ^ error decimal-comma: unexpected ','; write 1.5 for a decimal number or [1, 5] for a list`,

  'leading-plus': `
a = +3
    ^ error leading-plus: a value can't start with '+'; remove it
b = sum(+3)
        ^ error leading-plus: a value can't start with '+'; remove it
expect +3 ≈ 3
       ^ error leading-plus: a value can't start with '+'; remove it`,

  'call-without-parentheses': `
x = 3
a = sin x
    ^^^ error call-without-parentheses: the argument of sin must be in parentheses: sin(x)
b = 2 * sqrt 4
        ^^^^ error call-without-parentheses: the argument of sqrt must be in parentheses: sqrt(4)`,

  'method-call': `
x = [1, 2]
a = x.sum()
      ^^^ error method-call: values have no methods; write sum(x)
b = x.T.mean(axis = 0)
       ^ error unexpected-token: unexpected '.'`,

  'wrong-comment-marker': `
// a comment of another language
^^ error wrong-comment-marker: comments start with '#'
a = 3 // three
      ^^ error wrong-comment-marker: comments start with '#'`,

  'unknown-keyword': `
parm a = 3
^^^^ error unknown-keyword: 'parm' is not a keyword; did you mean 'param'?
Param b = 3
^^^^^ error unknown-keyword: 'Param' is not a keyword; did you mean 'param'?
let c = 3
^^^ error unknown-keyword: 'let' is not a keyword; to define a node, write c = …`,

  'hyphen-in-name': `
param learning-rate = 3
      ^^^^^^^^^^^^^ error hyphen-in-name: a name can't contain '-'; write learning_rate`,

  'digit-before-name': `
param 1st = 3
      ^^^ error digit-before-name: '1st' is not a valid name: names can't start with a digit`,

  'out-of-range': `
param x = 1
loss L = x^2
train sgd(lr = 0.1 - 0.3, momentum = 1.2, nesterov = 2, weight_decay = -1)
               ^^^^^^^^^ error out-of-range: 'lr' must be a positive number, not −0.2
                                     ^^^ error out-of-range: 'momentum' must be a number of at least 0 and less than 1, not 1.2
                                                     ^ error out-of-range: 'nesterov' must be 0 or 1, not 2
                                                                       ^^ error out-of-range: 'weight_decay' must be 0 or a positive number, not −1`,

  'unexpected-token': `
b - a
  ^ error unexpected-token: unexpected '-'
b == 6
  ^^ error unexpected-token: unexpected '=='
f = 1 within 2
      ^^^^^^ error unexpected-token: unexpected 'within'
g = (1, 2)
      ^ error unexpected-token: unexpected ','`,

  'not-a-statement': `
1 + 2
^ error not-a-statement: a statement can't start with '1'
(3)
^ error not-a-statement: a statement can't start with '('
= 4
^ error not-a-statement: a statement can't start with '='
∂L/∂x
^ error not-a-statement: a statement can't start with '∂'
within 5
^^^^^^ error not-a-statement: a statement can't start with 'within'
{ x }
^ error not-a-statement: a statement can't start with '{'
`,

  'unexpected-character': `
a = 1 $ 2
      ^ error unexpected-character: unexpected character '$'
? = 3
^ error unexpected-character: unexpected character '?'
b = "open
    ^ error unexpected-character: unexpected character '"'
d = 😀
    ^^ error unexpected-character: unexpected character '😀'
e = 3²
     ^ error unexpected-character: unexpected character '²'; write ^2
f = 3³
     ^ error unexpected-character: unexpected character '³'; write ^3
g = 2·3
     ^ error unexpected-character: unexpected character '·'; write *
h = 2×3
     ^ error unexpected-character: unexpected character '×'; write *
i = 6÷2
     ^ error unexpected-character: unexpected character '÷'; write /
j = 1≤2
     ^ error unexpected-character: unexpected character '≤'; write <=
k = 2≥1
     ^ error unexpected-character: unexpected character '≥'; write >=
l = 1≠2
     ^ error unexpected-character: unexpected character '≠'; write !=
m = √4
    ^ error unexpected-character: unexpected character '√'; write sqrt(…)
n = 1; o = 2
     ^ error unexpected-character: unexpected character ';'; write write each statement on its own line`,

  'malformed-number': `
a = 3x
    ^^ error malformed-number: '3x' is not a valid number or name; to multiply, write 3 * x
b = 1e
    ^^ error malformed-number: '1e' is not a valid number or name; to multiply, write 1 * e
c = 1.5.T + 0x1F
            ^^^^ error malformed-number: '0x1F' is not a valid number or name; to multiply, write 0 * x1F
5y = 2
^^ error malformed-number: '5y' is not a valid number or name; to multiply, write 5 * y`,

  'number-too-large': `
a = 1e308
b = -1e309
     ^^^^^ error number-too-large: 1e309 is too large for a float64`,

  'keyword-as-name': `
param loss = 1
      ^^^^ error keyword-as-name: 'loss' is a keyword and can't be used as a name
a = 2 * data
        ^^^^ error keyword-as-name: 'data' is a keyword and can't be used as a name
b = sum(loss = 2)
        ^^^^ error keyword-as-name: 'loss' is a keyword and can't be used as a name`,

  'undefined-name': `
target = 1
a = targt + 1
    ^^^^^ error undefined-name: 'targt' is not defined; did you mean 'target'?
b = x
    ^ error undefined-name: 'x' is not defined
c = trget(1) + tarte
    ^^^^^ error undefined-function: function 'trget' is not defined
               ^^^^^ error undefined-name: 'tarte' is not defined`,

  'used-before-definition': `
a = b + b
    ^ error used-before-definition: 'b' is used before it is defined on line 2
        ^ error used-before-definition: 'b' is used before it is defined on line 2
b = 1`,

  'self-reference': `
a = a + 1
    ^ error self-reference: 'a' is used in its own definition`,

  'duplicate-definition': `
param a = 1
a = 2
^ error duplicate-definition: 'a' is already defined on line 1
const b
      ^ error missing-equals: expected '=' and a value after 'b'
b = 3`,

  'undefined-function': `
a = sigmiod(1)
    ^^^^^^^ error undefined-function: function 'sigmiod' is not defined; did you mean 'sigmoid'?
b = whatever(1)
    ^^^^^^^^ error undefined-function: function 'whatever' is not defined`,

  'undefined-optimizer': `
train adagrad(lr = 0.1)
      ^^^^^^^ error undefined-optimizer: optimizer 'adagrad' is not defined; choose from sgd, adam, adamw, rmsprop`,

  'not-a-value': `
a = relu + 1
    ^^^^ error not-a-value: 'relu' is a function; call it with its arguments: relu(…)`,

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

  'too-many-arguments': `
a = sin(1, 2)
           ^ error too-many-arguments: too many arguments for sin; its signature is sin(x)
c = max(1, 2, 3)
              ^ error too-many-arguments: too many arguments for max; its signature is max(a, b)
b = leaky_relu(1, 2, 3)
                     ^ error too-many-arguments: too many arguments for leaky_relu; its signature is leaky_relu(x, slope = 0.01)
train sgd(0.1, 0, 0, 0, 8, 2, 1, 0.2, "f32", 5)
                                             ^ error too-many-arguments: too many arguments for sgd; its signature is sgd(lr = 0.01, momentum = 0, nesterov = 0, weight_decay = 0, batch = …, epochs = …, seed = …, holdout = …, precision = …)`,

  'missing-argument': `
d = max()
    ^^^ error missing-argument: max needs the argument 'x'; its signature is max(x, axis = …, keep = …)

a = sin()
    ^^^ error missing-argument: sin needs the argument 'x'; its signature is sin(x)
b = where(1, 2)
    ^^^^^ error missing-argument: where needs the argument 'b'; its signature is where(condition, a, b)
c = sum(axis = 0)
    ^^^ error missing-argument: sum needs the argument 'x'; its signature is sum(x, axis = …, keep = …)`,

  'unknown-argument': `
a = sum([1, 2], axes = 0)
                ^^^^ error unknown-argument: sum has no argument 'axes'; its signature is sum(x, axis = …, keep = …)
train sgd(rate = 0.1)
          ^^^^ error unknown-argument: sgd has no argument 'rate'; its signature is sgd(lr = 0.01, momentum = 0, nesterov = 0, weight_decay = 0, batch = …, epochs = …, seed = …, holdout = …, precision = …)`,

  'duplicate-argument': `
a = sum([1, 2], 0, axis = 0)
                          ^ error duplicate-argument: the argument 'axis' of sum is given twice
b = where(1, a = 2, a = 3)
                        ^ error duplicate-argument: the argument 'a' of where is given twice`,

  'not-an-axis': `
a = 1
b = sum([1, 2], axis = 0.5)
                       ^^^ error not-an-axis: an axis must be a constant whole number such as 0 or −1, or a list of them
c = sum([1, 2], axis = sum([0, 0]))
                       ^^^^^^^^^^^ error not-an-axis: an axis must be a constant whole number such as 0 or −1, or a list of them
d = sum([1, 2], axis = [0, sin(a)])
                       ^^^^^^^^^^^ error not-an-axis: an axis must be a constant whole number such as 0 or −1, or a list of them`,

  'not-a-boolean': `
a = sum([1, 2], keep = 2)
                       ^ error not-a-boolean: 'keep' must be 0 or 1`,

  'duplicate-train': `
train sgd(lr = 0.1)
train sgd(lr = 0.2)
^^^^^^^^^^^^^^^^^^^ error duplicate-train: a file can have only one 'train'; the first is on line 1`,

  'shape-mismatch': `
a = [1, 2] + [1, 2, 3]
    ^^^^^^^^^^^^^^^^^^ error shape-mismatch: [2] and [3] don't broadcast: 2 ≠ 3 on the last axis
b = [[1, 2]] @ [[1, 2]]
    ^^^^^^^^^^^^^^^^^^^ error shape-mismatch: matmul [1, 2] @ [1, 2]: 2 ≠ 1
c = 2 @ [1, 2]
    ^^^^^^^^^^ error shape-mismatch: matmul scalar @ [2]: scalars can't be matrix-multiplied; use *
d = 1 + sum([1, 2], axis = 1)
        ^^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: sum of [2]: axis 1 doesn't exist: the tensor has 1 axis
e = sum([[1, 2]], axis = [0, -2])
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: sum of [1, 2]: axis −2 is given twice
f = where([1, 0], [1, 2,
    ^^^^^^^^^^^^^^^^^^^^
  3], 0)
^^^^^^^^ error shape-mismatch: [2] and [3] and scalar don't broadcast: 2 ≠ 3 on the last axis
expect [1, 2] ≈ [1, 2, 3]
^^^^^^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: [2] and [3] don't broadcast: 2 ≠ 3 on the last axis`,

  'ragged-list': `
a = [[1, 2], [3]]
             ^^^ error ragged-list: the items of a list must have the same shape, but this one is [1] and the first is [2]
b = [1, [2]]
        ^^^ error ragged-list: the items of a list must have the same shape, but this one is [1] and the first is scalar
c = [[[1], [2]], [[3], 4]]
                       ^ error ragged-list: the items of a list must have the same shape, but this one is scalar and the first is [1]`,

  'empty-list': `
a = []
    ^^ error empty-list: a list can't be empty
b = [[1], [ ]]
          ^^^ error empty-list: a list can't be empty`,

  'loss-not-scalar': `
param x = [1, 2]
loss L = x * x
         ^^^^^ error loss-not-scalar: a loss must be a scalar, but L is [2]; wrap it in mean(…) or sum(…)`,

  'gradient-of-tensor': `
param x = [1, 2]
y = x * x
a = ∂y/∂x
     ^ error gradient-of-tensor: only scalars have a gradient, but y is [2]; wrap it in mean(…) or sum(…)
b = ∂(x^3)/∂x
      ^^^ error gradient-of-tensor: only scalars have a gradient, but this expression is [2]; wrap it in mean(…) or sum(…)`,

  'data-without-samples': `
data x = 3
         ^ error data-without-samples: data must have a samples axis, but x is a scalar; write [x₁, x₂, …]`,

  'data-lengths-differ': `
data x = [1, 2, 3]
data y = [1, 2]
     ^ error data-lengths-differ: all data must have the same number of samples, but y has 2 and x has 3
data z = [[1], [2], [3]]`,

  'not-scalar': `
train sgd(lr = [0.1, 0.2])
               ^^^^^^^^^^ error not-scalar: lr must be a scalar, not [2]
expect [1, 2] ≈ [1, 2] within [0.1, 0.1]
                              ^^^^^^^^^^ error not-scalar: the tolerance must be a scalar, not [2]`,

  'both-sides-broadcast': `
data y = [1, 2, 3]
data p = [[1], [2], [3]]
error = 2 * (y - p)
             ^^^^^ warning both-sides-broadcast: [3] and [3, 1] broadcast to [3, 3]; reshape one of them if you didn't intend that
a = max(y, p) + where(y > 0, p, 1) + y * [[1, 2, 3]] + y * [[5]] + y * 2
    ^^^^^^^^^ warning both-sides-broadcast: [3] and [3, 1] broadcast to [3, 3]; reshape one of them if you didn't intend that
                ^^^^^^^^^^^^^^^^^^ warning both-sides-broadcast: [3] and [3, 1] broadcast to [3, 3]; reshape one of them if you didn't intend that
b = mse(p, y) + mse(y, y)
    ^^^^^^^^^ warning both-sides-broadcast: [3, 1] and [3] broadcast to [3, 3]; reshape one of them if you didn't intend that
c = [[[1, 2]]] * [[1], [2]] * [[[1]], [[2]]]
    ^^^^^^^^^^^^^^^^^^^^^^^ warning both-sides-broadcast: [1, 1, 2] and [2, 1] broadcast to [1, 2, 2]; reshape one of them if you didn't intend that
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning both-sides-broadcast: [1, 2, 2] and [2, 1, 1] broadcast to [2, 2, 2]; reshape one of them if you didn't intend that
d = p + y.T
    ^^^^^^^ warning both-sides-broadcast: [3, 1] and [3] broadcast to [3, 3]; reshape one of them if you didn't intend that
fn gap(a, b) = a - b
               ^^^^^ warning both-sides-broadcast: [3] and [3, 1] broadcast to [3, 3]; reshape one of them if you didn't intend that
e = gap(y, p) + gap(p, y)
expect y ≈ reshape(y, [3, 1]) within 2`,

  'param-not-reached': `
param a = 1
param b = 2
      ^ warning param-not-reached: L doesn't depend on b, so training never changes it
c = 2 * b
loss L = a^2`,

  'not-finite': `
i = gather([1, 2], 2)
    ^^^^^^^^^^^^^^^^^ warning not-finite: gather([1, 2], 2) produced NaN from [1, 2] between 1 and 2; it is undefined where an index is out of range
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
                     ^^^^^^^ warning gradient-not-finite: the gradient through sqrt(x) is NaN at x = 0: where takes the other branch there, but 0 times an infinite local gradient is NaN; write sqrt(where(x > 0, x, 1))
loss L = z + sum(y)`,

  'dead-relu': `
data X = [[1, 2], [3, 4]]
param W = [[1, -1, 1], [-1, -1, 1]]
param a = -2
param b = [-1, -2]
h = relu(X @ W)
    ^^^^^^^^^^^ warning dead-relu: 2 of 3 units of relu(X @ W) are dead: their gradient is 0 for every sample
g = relu(X @ W - 100)
    ^^^^^^^^^^^^^^^^^ warning dead-relu: all 3 units of relu(X @ W - 100) are dead: their gradient is 0 for every sample
loss L = sum(h) + sum(g) + relu(a) + mean(relu(b))
                           ^^^^^^^ warning dead-relu: relu(a) is dead at a = −2: its gradient is 0 unless the input is positive
                                          ^^^^^^^ warning dead-relu: relu(b) is dead: its gradient is 0 everywhere`,

  saturated: `
param a = 8
param b = [-9, 5, 1]
param c = [-9, 9]
loss L = sigmoid(a) + sum(tanh(b)) + mean(tanh(c))
         ^^^^^^^^^^ warning saturated: sigmoid(a) is saturated: its local gradient is only 0.00034
                                          ^^^^^^^ warning saturated: tanh(c) is saturated in 100 % of its elements: their local gradient is less than 0.001
param d = 50
loss M = sigmoid(d)
         ^^^^^^^^^^ warning saturated: sigmoid(d) is saturated: its local gradient is 0`,

  'vanishing-gradient': `
data X = [[1, 2], [3, 4]]
param W1 = [[1, 2], [3, 4]]
      ^^ warning vanishing-gradient: the gradient vanishes: ∂L/∂W1 is 1.9e−7 times ∂L/∂W3
param W2 = [[1e-3, 0], [0, 1e-3]]
param W3 = [[1e-6, 0], [0, 1e-6]]
loss L = sum(X @ W1 @ W2 @ W3)`,

  'exploding-gradient': `
data X = [[1, 2], [3, 4]]
param W1 = [[1, 2], [3, 4]]
      ^^ warning exploding-gradient: the gradient explodes: ∂(L1 + L2)/∂W1 is 185695 times ∂(L1 + L2)/∂W3
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

  'missing-initializer': `
param W[2]
      ^^^^ error missing-initializer: a param needs a value, as in param W = 0.5, or an initializer, as in param W[4, 8] ~ normal(0, 0.5)
param V[2] ~
           ^ error missing-initializer: a param needs a value, as in param V = 0.5, or an initializer, as in param V[4, 8] ~ normal(0, 0.5)
param U ~ 3
        ^ error missing-initializer: a param needs a value, as in param U = 0.5, or an initializer, as in param U[4, 8] ~ normal(0, 0.5)`,

  'missing-path': `
import
^^^^^^ error missing-path: expected the path of a file after 'import', as in import "layers.bp"
import layers.bp
^^^^^^ error missing-path: expected the path of a file after 'import', as in import "layers.bp"`,

  'incomplete-function': `
fn f
   ^ error incomplete-function: a function needs a value, as in fn f(x) = x^2, or a body in braces that ends with 'return …'
fn g(x)
^^ error incomplete-function: a function needs a value, as in fn f(x) = x^2, or a body in braces that ends with 'return …'`,

  'empty-index': `
a = [1, 2]
b = a[]
     ^^ error empty-index: expected an index between '[' and ']', as in a[0] or a[1:3]`,

  'invalid-setting': `
param x = 1
loss L = x^2
train sgd(batch = 0)
                  ^ error invalid-setting: 'batch' must be a whole number of at least 1, given as a constant
train sgd(epochs = 1.5)
                   ^^^ error invalid-setting: 'epochs' must be a whole number of at least 1, given as a constant
train sgd(precision = "f16")
                      ^^^^^ error invalid-setting: 'precision' must be "f64" or "f32", given as a constant
train sgd(precision = 32)
                      ^^ error invalid-setting: 'precision' must be "f64" or "f32", given as a constant`,

  'not-a-shape': `
param x = 2
a = zeros([2, x])
          ^^^^^^ error not-a-shape: a shape must be a constant whole number or a list of them, such as [2, 3]
b = zeros(0.5)
          ^^^ error not-a-shape: a shape must be a constant whole number or a list of them, such as [2, 3]
c = ones([[2], [3]])
         ^^^^^^^^^^ error not-a-shape: a shape must be a constant whole number or a list of them, such as [2, 3]`,

  'not-integers': `
param x = 2
a = unslice([1, 2], shape = [4], begin = [x])
                                         ^^^ error not-integers: 'begin' must be a list with a constant whole number for each axis, such as [1, 0]
b = unslice([1, 2], shape = [4], step = 0.5)
                                        ^^^ error not-integers: 'step' must be a list with a constant whole number for each axis, such as [1, 0]`,

  'not-a-length': `
param W[-1] ~ zeros()
        ^^ error not-a-length: the length of an axis must be a constant whole number, 0 or greater
param V[2, 0.5] ~ zeros()
           ^^^ error not-a-length: the length of an axis must be a constant whole number, 0 or greater
param U[[2, 3]] ~ zeros()
        ^^^^^^ error not-a-length: the length of an axis must be a constant whole number, 0 or greater`,

  'not-a-count': `
a = eye(-1)
        ^^ error not-a-count: 'count' must be a constant whole number, 0 or greater
b = one_hot([0, 1], 2.5)
                    ^^^ error not-a-count: 'count' must be a constant whole number, 0 or greater`,

  'argument-not-constant': `
param x = 0.1
a = arange(x)
           ^ error argument-not-constant: 'start' must be a constant number
param W[2] ~ normal(0, std = sum([1]))
                             ^^^^^^^^ error argument-not-constant: 'std' must be a constant number`,

  'not-a-reduction': `
a = mse([1], [2], reduction = "max")
                              ^^^^^ error not-a-reduction: the reduction must be "mean", "sum" or "none"
b = mse([1], [2], reduction = 1)
                              ^ error not-a-reduction: the reduction must be "mean", "sum" or "none"`,

  'not-a-list': `
a = [1, 2]
b = concat(a)
           ^ error not-a-list: 'tensors' must be a list of tensors, such as [a, b]
c = stack([[1, 2], [3, 4]])
          ^^^^^^^^^^^^^^^^ error not-a-list: 'tensors' must be a list of tensors, such as [a, b]`,

  'not-an-index': `
a = [1, 2, 3]
b = a[0.5]
      ^^^ error not-an-index: an index must be a constant whole number or a slice such as 1:3; to index with a tensor, use gather(x, indices)
c = a[[0, 1]]
      ^^^^^^ error not-an-index: an index must be a constant whole number or a slice such as 1:3; to index with a tensor, use gather(x, indices)
d = a[1:sum(a)]
        ^^^^^^ error not-an-index: an index must be a constant whole number or a slice such as 1:3; to index with a tensor, use gather(x, indices)`,

  'misplaced-string': `
a = "b"
    ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
b = "b" + 1
    ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
c = ["b"]
     ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
fn f(x) = x
d = f("b")
      ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
e = sin("b")
        ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
expect "b" ≈ 1
       ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
train sgd(lr = "b")
               ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions`,

  'misplaced-csv': `
a = csv("a.csv")
    ^^^ error misplaced-csv: csv(…) must be the whole value of a data statement, as in data X = csv("iris.csv")
data X = 2 * csv("a.csv")
             ^^^ error misplaced-csv: csv(…) must be the whole value of a data statement, as in data X = csv("iris.csv")`,

  'invalid-csv-arguments': `
data X = csv()
         ^^^^^ error invalid-csv-arguments: csv takes a file and, optionally, columns: csv("iris.csv", columns = ["a", "b"])
data Y = csv("a.csv", 3)
                      ^ error invalid-csv-arguments: csv takes a file and, optionally, columns: csv("iris.csv", columns = ["a", "b"])
data Z = csv("a.csv", columns = ["a", 2])
                                ^^^^^^^^ error invalid-csv-arguments: csv takes a file and, optionally, columns: csv("iris.csv", columns = ["a", "b"])
data W = csv("a.csv", rows = "a")
         ^^^^^^^^^^^^^^^^^^^^^^^^ error invalid-csv-arguments: csv takes a file and, optionally, columns: csv("iris.csv", columns = ["a", "b"])`,

  'undefined-initializer': `
param W[2] ~ norml()
             ^^^^^ error undefined-initializer: initializer 'norml' is not defined; did you mean 'normal'?
param V[2] ~ xavier()
             ^^^^^^ error undefined-initializer: initializer 'xavier' is not defined; choose from normal, uniform, glorot, he, zeros, ones`,

  'invalid-initializer-arguments': `
param a[2] ~ normal(0, -1)
             ^^^^^^ error invalid-initializer-arguments: normal can't initialize this param: the standard deviation can't be negative
param b[2] ~ uniform(1, 0)
             ^^^^^^^ error invalid-initializer-arguments: uniform can't initialize this param: the lower bound is greater than the upper bound`,

  'no-members': `
a = 1
b = a.W
    ^^^ error no-members: a has no params: none of the functions it calls creates any`,

  'undefined-member': `
x = [[1, 2]]
h = dense(x, 2)
b = h.w
    ^^^ error undefined-member: h has no param 'w'; did you mean 'W'?
c = h.kernel
    ^^^^^^^^ error undefined-member: h has no param 'kernel'; it has W, b`,

  'member-of-parameter': `
fn f(h) = sum(h.W)
              ^ error member-of-parameter: 'h' is a parameter and has no params; pass the param itself as an argument`,

  'depends-on-param': `
param w = 2
fn f(x) = w * x
const c = f(3)
          ^^^^ error depends-on-param: this depends on the param w; a const can only use numbers, consts and data
loss L = w`,

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

  'cannot-read-file': `
import "layers.bp"
       ^^^^^^^^^^^ error cannot-read-file: layers.bp can't be read: this file is not in a folder
data X = csv("iris.csv")
             ^^^^^^^^^^ error cannot-read-file: iris.csv can't be read: this file is not in a folder`,

  'misplaced-param': `
data X = [[1, 2]]
data Y = dense(X, 2)
         ^^^^^^^^^^^ error misplaced-param: dense creates params, so it can only be called in a node or a loss
expect sum(dense(X, 2)) ≈ 1
           ^^^^^^^^^^^ error misplaced-param: dense creates params, so it can only be called in a node or a loss`,

  'too-many-calls': `
fn f0(x) = x
${Array.from({ length: 201 }, (_, i) => `fn f${i + 1}(x) = f${i}(x)`).join('\n')}
a = f201(1)
    ^^^^^^^ error too-many-calls: in f2, line 3: too many nested calls: functions can call each other 200 levels deep`,

  'too-much-inlined': `
fn f0(x) = x
${Array.from({ length: 40 }, (_, i) => `fn f${i + 1}(x) = f${i}(x) + f${i}(x)`).join('\n')}
a = f40(1)
    ^^^^^^ error too-much-inlined: in f2, line 3: the function calls of this file expand to more than 1,000,000 expressions`,

  'too-many-backward-passes': `
param p = 1
fn f0(x) = ∂(x^2)/∂x
${Array.from({ length: 40 }, (_, i) => `fn f${i + 1}(x) = f${i}(x) + f${i}(x)`).join('\n')}
a = f40(p)
    ^^^^^^ error too-many-backward-passes: in f0, line 2: the backward passes of the gradients in this file go through more than 33,554,432 nodes
loss L = p`,

  'too-deep': `
a = ${'('.repeat(201)}1${')'.repeat(201)}
${' '.repeat(205)}^ error too-deep: too deeply nested: brackets, minus signs and powers can nest 200 levels deep
b = ${'-'.repeat(201)}1
${' '.repeat(205)}^ error too-deep: too deeply nested: brackets, minus signs and powers can nest 200 levels deep
c = ${'2^'.repeat(201)}1
${' '.repeat(406)}^ error too-deep: too deeply nested: brackets, minus signs and powers can nest 200 levels deep
d = ${'sum('.repeat(199)}[1]${')'.repeat(199)}`,

  'too-many-expressions': `
a = ${'1+'.repeat(500_000)}1
${' '.repeat(1_000_004)}^ error too-many-expressions: the file has more than 1,000,000 expressions; the rest of it is ignored
b = `,

  'too-many-nodes': `
param p = 1
a = ${'gelu(p) * '.repeat(110_000)}1
expect ∂a/∂p ≈ 0 within 1e300
expect ∂a/∂p ≈ 0 within 1e300
       ^^^^^ error too-many-nodes: this gradient needs another backward pass, which would take the model over the limit of 2,000,000 nodes`,

  'too-many-elements': `
a = [${'1, '.repeat(6000)}]
b = [${'[1], '.repeat(6000)}]
c = a + b
    ^^^^^ error too-many-elements: the model needs 36,012,000 numbers for its values and gradients, more than the limit of 33,554,432`,
};

test.each(Object.entries(fixtures))('%s', (code, fixture) => {
  expectUnchanged(fixture, redrawProblems);
  expect(fixture).toMatch(new RegExp(`\\^ (error|warning) ${code}: `));
});

test('reports an invisible character by its code point', () => {
  const messages = evaluated('a = \u0007\nb = \ud800\nc = \u2028').problems.map(({ message }) => message);
  expect(messages).toEqual(['U+0007', 'U+D800', 'U+2028'].map((it) => `unexpected character ${it}`));
});

test('every problem has an example', () => {
  const shown = new Set([...Object.keys(fixtures), ...evaluatorCodes, ...checkCodes, ...fileCodes]);
  expect(Object.keys(problemTable).filter((code) => !shown.has(code))).toEqual([]);
});
