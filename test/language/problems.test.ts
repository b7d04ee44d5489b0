/** Every problem, by example: its exact range and the sentence that the user reads. */

import { expect, test } from 'vitest';
import { type ProblemCode, problemTable } from '../../server/src/language/problems/problems.ts';
import { redrawProblems } from '../support/drawings.ts';
import { evaluated } from '../support/evaluated.ts';
import { expectUnchanged } from '../support/fixture.ts';

/** Problems of the evaluator, which the tests of the server bring about. */
const evaluatorCodes: readonly ProblemCode[] = ['too-slow', 'engine-lost'];

/** Problems of a check, for which test/training/gradientCheck.test.ts makes some. */
const checkCodes: readonly ProblemCode[] = ['gradient-mismatch', 'gradient-at-kink'];

/** Problems of other files, for which test/language/files.test.ts makes some. */
const fileCodes: readonly ProblemCode[] = [
  'import-cycle',
  'too-many-imports',
  'not-imported',
  'import-broken',
  'checkpoint-misfit',
  'checkpoint-unreadable',
  'not-imported',
];

const fixtures: Partial<Record<ProblemCode, string>> = {
  'unclosed-bracket': `
a = (1 + 2
    ^ error unclosed-bracket: ')' expected to close this '('
b = [1, [2, 3]
    ^ error unclosed-bracket: ']' expected to close this '['
c = sum([1, 2],
       ^ error unclosed-bracket: ')' expected to close this '('
d = (1]
    ^ error unclosed-bracket: ')' expected to close this '('
e = 5`,

  'stray-bracket': `
a = 1 + 2)
         ^ error stray-bracket: this ')' closes nothing
) + 1
^ error stray-bracket: this ')' closes nothing
b = 3]
     ^ error stray-bracket: this ']' closes nothing
c = }
    ^ error stray-bracket: this '}' closes nothing`,

  'missing-operand': `
a =
  ^ error missing-operand: a value is missing after '='
b = 1 +
      ^ error missing-operand: a value is missing after '+'
c = 2 * / 3
      ^ error missing-operand: a value is missing after '*'
d = (1 + )
       ^ error missing-operand: a value is missing after '+'
e = -
    ^ error missing-operand: a value is missing after '-'
f = 2^
     ^ error missing-operand: a value is missing after '^'
g = [1, , 2]
      ^ error missing-operand: a value is missing after ','
h = ()
    ^ error missing-operand: a value is missing after '('
expect
^^^^^^ error missing-operand: a value is missing after 'expect'
expect 1 ≈
         ^ error missing-operand: a value is missing after '≈'
expect 1 ≈ 1 within
             ^^^^^^ error missing-operand: a value is missing after 'within'`,

  'missing-name': `
param
^^^^^ error missing-name: a name is missing after 'param'
const = 3
^^^^^ error missing-name: a name is missing after 'const'
loss (1)
^^^^ error missing-name: a name is missing after 'loss'`,

  'missing-equals': `
a
^ error missing-equals: '=' and a value are missing after 'a'
param b # to be continued
      ^ error missing-equals: '=' and a value are missing after 'b'`,

  'missing-approximately': `
expect 1
^^^^^^ error missing-approximately: an expectation compares two values: expect a ≈ b (type '~=' for '≈')`,

  'missing-optimizer': `
train
^^^^^ error missing-optimizer: an optimizer is missing after 'train', as in train sgd(lr = 0.1)
train (lr = 0.1)
^^^^^ error missing-optimizer: an optimizer is missing after 'train', as in train sgd(lr = 0.1)`,

  'incomplete-gradient': `
param x = 1
loss L = x^2
a = ∂
    ^ error incomplete-gradient: a gradient is written ∂L/∂x, or grad(L, x)
b = ∂L
    ^^ error incomplete-gradient: a gradient is written ∂L/∂x, or grad(L, x)
c = ∂L/x
    ^^ error incomplete-gradient: a gradient is written ∂L/∂x, or grad(L, x)
d = ∂L/∂(x)
    ^^ error incomplete-gradient: a gradient is written ∂L/∂x, or grad(L, x)
e = ∂/∂x
    ^ error incomplete-gradient: a gradient is written ∂L/∂x, or grad(L, x)
f = grad(L)
    ^^^^^^^ error incomplete-gradient: a gradient is written ∂L/∂x, or grad(L, x)
g = grad(L, 2 * x)
    ^^^^^^^^^^^^^^ error incomplete-gradient: a gradient is written ∂L/∂x, or grad(L, x)`,

  'missing-operator': `
x = 3
a = 2(x + 1)
     ^ error missing-operator: an operator is missing between '2' and '('; a product is written with *
b = (x + 1)(x + 2)
           ^ error missing-operator: an operator is missing between ')' and '('; a product is written with *
c = x x
      ^ error missing-operator: an operator is missing between 'x' and 'x'; a product is written with *
d = sum(8 9)
          ^ error missing-operator: an operator is missing between '8' and '9'; a product is written with *`,

  'missing-comma': `
a = [1 2]
       ^ error missing-comma: a ',' is missing before '2'
b = [[1, 2] [3, 4]]
            ^ error missing-comma: a ',' is missing before '['
c = [(1) 2]
         ^ error missing-comma: a ',' is missing before '2'
d = [1 2 + 3]
       ^ error missing-comma: a ',' is missing before '2'`,

  'decimal-comma': `
a = 1,5
     ^ error decimal-comma: a decimal number is written with a point, 1.5, and a list in brackets, [1, 5]`,

  'leading-plus': `
a = +3
    ^ error leading-plus: a '+' before a value is left out
b = sum(+3)
        ^ error leading-plus: a '+' before a value is left out
expect +3 ≈ 3
       ^ error leading-plus: a '+' before a value is left out`,

  'call-without-brackets': `
x = 3
a = sin x
    ^^^ error call-without-brackets: sin needs brackets: sin(x)
b = 2 * sqrt 4
        ^^^^ error call-without-brackets: sqrt needs brackets: sqrt(4)`,

  'method-call': `
x = [1, 2]
a = x.sum()
      ^^^ error method-call: a function takes its operand in brackets: sum(x)
b = x.T.mean(axis = 0)
       ^ error unexpected-token: '.' is not expected here`,

  'comment-sign': `
// a comment of another language
^^ error comment-sign: a comment begins with '#'
a = 3 // three
      ^^ error comment-sign: a comment begins with '#'`,

  'unknown-keyword': `
parm a = 3
^^^^ error unknown-keyword: 'parm' is not a keyword; did you mean 'param'?
Param b = 3
^^^^^ error unknown-keyword: 'Param' is not a keyword; did you mean 'param'?
let c = 3
^^^ error unknown-keyword: 'let' is not a keyword; a node is written c = …`,

  'hyphen-in-name': `
param learning-rate = 3
      ^^^^^^^^^^^^^ error hyphen-in-name: a name has no '-'; write learning_rate`,

  'digit-before-name': `
param 1st = 3
      ^^^ error digit-before-name: a name can't begin with a digit, as '1st' does`,

  'out-of-range': `
param x = 1
loss L = x^2
train sgd(lr = 0.1 - 0.3, momentum = 1.2, nesterov = 2, weight_decay = -1)
               ^^^^^^^^^ error out-of-range: lr is a positive number, not −0.2
                                     ^^^ error out-of-range: momentum is a number of at least 0 and less than 1, not 1.2
                                                     ^ error out-of-range: nesterov is 1 or 0, not 2
                                                                       ^^ error out-of-range: weight_decay is 0 or a positive number, not −1`,

  'unexpected-token': `
b - a
  ^ error unexpected-token: '-' is not expected here
b == 6
  ^^ error unexpected-token: '==' is not expected here
f = 1 within 2
      ^^^^^^ error unexpected-token: 'within' is not expected here
g = (1, 2)
      ^ error unexpected-token: ',' is not expected here`,

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
      ^ error unexpected-character: the character '$' has no meaning here
? = 3
^ error unexpected-character: the character '?' has no meaning here
b = "open
    ^ error unexpected-character: the character '"' has no meaning here
d = 😀
    ^^ error unexpected-character: the character '😀' has no meaning here
e = 3²
     ^ error unexpected-character: the character '²' has no meaning here; write ^2
f = 3³
     ^ error unexpected-character: the character '³' has no meaning here; write ^3
g = 2·3
     ^ error unexpected-character: the character '·' has no meaning here; write *
h = 2×3
     ^ error unexpected-character: the character '×' has no meaning here; write *
i = 6÷2
     ^ error unexpected-character: the character '÷' has no meaning here; write /
j = 1≤2
     ^ error unexpected-character: the character '≤' has no meaning here; write <=
k = 2≥1
     ^ error unexpected-character: the character '≥' has no meaning here; write >=
l = 1≠2
     ^ error unexpected-character: the character '≠' has no meaning here; write !=
m = √4
    ^ error unexpected-character: the character '√' has no meaning here; write sqrt(…)
n = 1; o = 2
     ^ error unexpected-character: the character ';' has no meaning here; write write each statement on its own line`,

  'malformed-number': `
a = 3x
    ^^ error malformed-number: '3x' is neither a number nor a name; a product is written 3 * x
b = 1e
    ^^ error malformed-number: '1e' is neither a number nor a name; a product is written 1 * e
c = 1.5.T + 0x1F
            ^^^^ error malformed-number: '0x1F' is neither a number nor a name; a product is written 0 * x1F
5y = 2
^^ error malformed-number: '5y' is neither a number nor a name; a product is written 5 * y`,

  'number-too-large': `
a = 1e308
b = -1e309
     ^^^^^ error number-too-large: 1e309 is larger than a float64 can hold`,

  'keyword-as-name': `
param loss = 1
      ^^^^ error keyword-as-name: 'loss' is a keyword and can't be a name
a = 2 * data
        ^^^^ error keyword-as-name: 'data' is a keyword and can't be a name
b = sum(loss = 2)
        ^^^^ error keyword-as-name: 'loss' is a keyword and can't be a name`,

  'undefined-name': `
target = 1
a = targt + 1
    ^^^^^ error undefined-name: 'targt' is not defined; did you mean 'target'?
b = x
    ^ error undefined-name: 'x' is not defined
c = trget(1) + tarte
    ^^^^^ error undefined-function: there is no function 'trget'
               ^^^^^ error undefined-name: 'tarte' is not defined`,

  'used-before-definition': `
a = b + b
    ^ error used-before-definition: 'b' is used before its definition in line 2
        ^ error used-before-definition: 'b' is used before its definition in line 2
b = 1`,

  'defined-by-itself': `
a = a + 1
    ^ error defined-by-itself: 'a' is defined by itself`,

  'defined-twice': `
param a = 1
a = 2
^ error defined-twice: 'a' is already defined in line 1
const b
      ^ error missing-equals: '=' and a value are missing after 'b'
b = 3`,

  'undefined-function': `
a = sigmiod(1)
    ^^^^^^^ error undefined-function: there is no function 'sigmiod'; did you mean 'sigmoid'?
b = whatever(1)
    ^^^^^^^^ error undefined-function: there is no function 'whatever'`,

  'undefined-optimizer': `
train adagrad(lr = 0.1)
      ^^^^^^^ error undefined-optimizer: there is no optimizer 'adagrad'; there is sgd, adam, adamw, rmsprop`,

  'not-a-value': `
a = relu + 1
    ^^^^ error not-a-value: 'relu' is a function and needs its operands: relu(…)`,

  'not-constant': `
param x = 1
y = x
loss L = y
const a = 2 * x
              ^ error not-constant: a const is made of numbers, consts and data, and 'x' is a param
param b = y
          ^ error not-constant: a param is made of numbers, consts and data, and 'y' is a node
data c = [1, 2] * L
                  ^ error not-constant: data is made of numbers, consts and data, and 'L' is a loss
const d = ∂L/∂x
           ^ error not-constant: a const is made of numbers, consts and data, and 'L' is a loss
              ^ error not-constant: a const is made of numbers, consts and data, and 'x' is a param`,

  'too-many-arguments': `
a = sin(1, 2)
           ^ error too-many-arguments: sin takes fewer arguments: sin(x)
c = max(1, 2, 3)
              ^ error too-many-arguments: max takes fewer arguments: max(a, b)
b = leaky_relu(1, 2, 3)
                     ^ error too-many-arguments: leaky_relu takes fewer arguments: leaky_relu(x, slope = 0.01)
train sgd(0.1, 0, 0, 0, 8, 2, 1, 0.2, "f32", 5)
                                             ^ error too-many-arguments: sgd takes fewer arguments: sgd(lr = 0.01, momentum = 0, nesterov = 0, weight_decay = 0, batch = …, epochs = …, seed = …, holdout = …, precision = …)`,

  'missing-argument': `
d = max()
    ^^^ error missing-argument: max needs 'x': max(x, axis = …, keep = …)

a = sin()
    ^^^ error missing-argument: sin needs 'x': sin(x)
b = where(1, 2)
    ^^^^^ error missing-argument: where needs 'b': where(condition, a, b)
c = sum(axis = 0)
    ^^^ error missing-argument: sum needs 'x': sum(x, axis = …, keep = …)`,

  'unknown-argument': `
a = sum([1, 2], axes = 0)
                ^^^^ error unknown-argument: sum has no argument 'axes': sum(x, axis = …, keep = …)
train sgd(rate = 0.1)
          ^^^^ error unknown-argument: sgd has no argument 'rate': sgd(lr = 0.01, momentum = 0, nesterov = 0, weight_decay = 0, batch = …, epochs = …, seed = …, holdout = …, precision = …)`,

  'argument-twice': `
a = sum([1, 2], 0, axis = 0)
                          ^ error argument-twice: sum is given 'axis' twice
b = where(1, a = 2, a = 3)
                        ^ error argument-twice: where is given 'a' twice`,

  'not-an-axis': `
a = 1
b = sum([1, 2], axis = 0.5)
                       ^^^ error not-an-axis: an axis is a whole number such as 0 or −1, or a list of them
c = sum([1, 2], axis = sum([0, 0]))
                       ^^^^^^^^^^^ error not-an-axis: an axis is a whole number such as 0 or −1, or a list of them
d = sum([1, 2], axis = [0, sin(a)])
                       ^^^^^^^^^^^ error not-an-axis: an axis is a whole number such as 0 or −1, or a list of them`,

  'not-a-switch': `
a = sum([1, 2], keep = 2)
                       ^ error not-a-switch: 'keep' is 1 or 0`,

  'trained-twice': `
train sgd(lr = 0.1)
train sgd(lr = 0.2)
^^^^^^^^^^^^^^^^^^^ error trained-twice: how to train is already said in line 1`,

  'shape-mismatch': `
a = [1, 2] + [1, 2, 3]
    ^^^^^^^^^^^^^^^^^^ error shape-mismatch: [2] and [3] don't broadcast: 2 ≠ 3 on the last axis
b = [[1, 2]] @ [[1, 2]]
    ^^^^^^^^^^^^^^^^^^^ error shape-mismatch: matmul [1, 2] @ [1, 2]: 2 ≠ 1
c = 2 @ [1, 2]
    ^^^^^^^^^^ error shape-mismatch: matmul scalar @ [2]: a scalar has no axis to multiply along; use *
d = 1 + sum([1, 2], axis = 1)
        ^^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: sum of [2]: axis 1 doesn't exist: the tensor has 1 axis
e = sum([[1, 2]], axis = [0, -2])
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: sum of [1, 2]: axis −2 is named twice
f = where([1, 0], [1, 2,
    ^^^^^^^^^^^^^^^^^^^^
  3], 0)
^^^^^^^^ error shape-mismatch: [2] and [3] and scalar don't broadcast: 2 ≠ 3 on the last axis
expect [1, 2] ≈ [1, 2, 3]
^^^^^^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: [2] and [3] don't broadcast: 2 ≠ 3 on the last axis`,

  'ragged-list': `
a = [[1, 2], [3]]
             ^^^ error ragged-list: the items of a list have one shape: this one is [1], the first [2]
b = [1, [2]]
        ^^^ error ragged-list: the items of a list have one shape: this one is [1], the first scalar
c = [[[1], [2]], [[3], 4]]
                       ^ error ragged-list: the items of a list have one shape: this one is scalar, the first [1]`,

  'empty-list': `
a = []
    ^^ error empty-list: an empty list has no value
b = [[1], [ ]]
          ^^^ error empty-list: an empty list has no value`,

  'loss-not-scalar': `
param x = [1, 2]
loss L = x * x
         ^^^^^ error loss-not-scalar: a loss is a scalar and L is [2]; wrap it in mean(…) or sum(…)`,

  'gradient-of-tensor': `
param x = [1, 2]
y = x * x
a = ∂y/∂x
     ^ error gradient-of-tensor: a gradient is of a scalar, and y is [2]; take its sum(…) or mean(…)
b = ∂(x^3)/∂x
      ^^^ error gradient-of-tensor: a gradient is of a scalar, and this is [2]; take its sum(…) or mean(…)`,

  'data-without-samples': `
data x = 3
         ^ error data-without-samples: data has an axis of samples and x is a scalar; write [x₁, x₂, …]`,

  'data-lengths-differ': `
data x = [1, 2, 3]
data y = [1, 2]
     ^ error data-lengths-differ: all data share the axis of samples: y has 2, x has 3
data z = [[1], [2], [3]]`,

  'not-scalar': `
train sgd(lr = [0.1, 0.2])
               ^^^^^^^^^^ error not-scalar: lr is a scalar, not [2]
expect [1, 2] ≈ [1, 2] within [0.1, 0.1]
                              ^^^^^^^^^^ error not-scalar: a tolerance is a scalar, not [2]`,

  'both-sides-broadcast': `
data y = [1, 2, 3]
data p = [[1], [2], [3]]
error = 2 * (y - p)
             ^^^^^ warning both-sides-broadcast: broadcasting enlarges [3] and [3, 1] to [3, 3]; if that is not meant, reshape one of them
a = max(y, p) + where(y > 0, p, 1) + y * [[1, 2, 3]] + y * [[5]] + y * 2
    ^^^^^^^^^ warning both-sides-broadcast: broadcasting enlarges [3] and [3, 1] to [3, 3]; if that is not meant, reshape one of them
                ^^^^^^^^^^^^^^^^^^ warning both-sides-broadcast: broadcasting enlarges [3] and [3, 1] to [3, 3]; if that is not meant, reshape one of them
b = mse(p, y) + mse(y, y)
    ^^^^^^^^^ warning both-sides-broadcast: broadcasting enlarges [3, 1] and [3] to [3, 3]; if that is not meant, reshape one of them
c = [[[1, 2]]] * [[1], [2]] * [[[1]], [[2]]]
    ^^^^^^^^^^^^^^^^^^^^^^^ warning both-sides-broadcast: broadcasting enlarges [1, 1, 2] and [2, 1] to [1, 2, 2]; if that is not meant, reshape one of them
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning both-sides-broadcast: broadcasting enlarges [1, 2, 2] and [2, 1, 1] to [2, 2, 2]; if that is not meant, reshape one of them
d = p + y.T
    ^^^^^^^ warning both-sides-broadcast: broadcasting enlarges [3, 1] and [3] to [3, 3]; if that is not meant, reshape one of them
fn gap(a, b) = a - b
               ^^^^^ warning both-sides-broadcast: broadcasting enlarges [3] and [3, 1] to [3, 3]; if that is not meant, reshape one of them
e = gap(y, p) + gap(p, y)
expect y ≈ reshape(y, [3, 1]) within 2`,

  'param-not-reached': `
param a = 1
param b = 2
      ^ warning param-not-reached: L doesn't depend on b, so training never moves it
c = 2 * b
loss L = a^2`,

  'not-finite': `
i = gather([1, 2], 2)
    ^^^^^^^^^^^^^^^^^ warning not-finite: gather([1, 2], 2) made NaN of [1, 2] from 1 to 2: it has no value where an index is out of range
param x = 0
param y = -1
a = 2 * log(x) + sqrt(y)
        ^^^^^^ warning not-finite: log(x) made −∞ of x = 0
                 ^^^^^^^ warning not-finite: sqrt(y) made NaN of y = −1
b = a + 1
data d = [1, 0, 4, 0]
c = mean(1 / d - x)
         ^^^^^ warning not-finite: 1 / d made ∞ of d = 0 at [1] and 1 other
e = where(x > 0, log(x), 0)`,

  'gradient-not-finite': `
param x = 0
data d = [4, 1, 0]
y = where(d > 1, d / (d - 1), x) + x
z = where(x > 0, 2 * sqrt(x), 0)
                     ^^^^^^^ warning gradient-not-finite: the gradient through sqrt(x) is NaN at x = 0: where takes the other branch there, but 0 times an infinite slope is NaN; write sqrt(where(x > 0, x, 1))
loss L = z + sum(y)`,

  'dead-relu': `
data X = [[1, 2], [3, 4]]
param W = [[1, -1, 1], [-1, -1, 1]]
param a = -2
param b = [-1, -2]
h = relu(X @ W)
    ^^^^^^^^^^^ warning dead-relu: 2 of 3 units of relu(X @ W) are off for every sample: no gradient passes
g = relu(X @ W - 100)
    ^^^^^^^^^^^^^^^^^ warning dead-relu: all 3 units of relu(X @ W - 100) are off for every sample: no gradient passes
loss L = sum(h) + sum(g) + relu(a) + mean(relu(b))
                           ^^^^^^^ warning dead-relu: relu(a) passes no gradient at a = −2; it would if that were positive
                                          ^^^^^^^ warning dead-relu: relu(b) is off everywhere: no gradient passes`,

  saturated: `
param a = 8
param b = [-9, 5, 1]
param c = [-9, 9]
loss L = sigmoid(a) + sum(tanh(b)) + mean(tanh(c))
         ^^^^^^^^^^ warning saturated: sigmoid(a) is saturated: only 0.00034 of the gradient passes
                                          ^^^^^^^ warning saturated: tanh(c) is saturated in 100 % of its elements: less than 0.001 of the gradient passes there
param d = 50
loss M = sigmoid(d)
         ^^^^^^^^^^ warning saturated: sigmoid(d) is saturated: nothing of the gradient passes`,

  'vanishing-gradient': `
data X = [[1, 2], [3, 4]]
param W1 = [[1, 2], [3, 4]]
      ^^ warning vanishing-gradient: ∂L/∂W1 is 1.9e−7 times ∂L/∂W3: the gradient vanishes on the way back
param W2 = [[1e-3, 0], [0, 1e-3]]
param W3 = [[1e-6, 0], [0, 1e-6]]
loss L = sum(X @ W1 @ W2 @ W3)`,

  'exploding-gradient': `
data X = [[1, 2], [3, 4]]
param W1 = [[1, 2], [3, 4]]
      ^^ warning exploding-gradient: ∂(L1 + L2)/∂W1 is 185695 times ∂(L1 + L2)/∂W3: the gradient explodes on the way back
param W2 = [[1e3, 0], [0, 1e3]]
param W3 = [[1e6, 0], [0, 1e6]]
h = X @ W1 @ W2
loss L1 = sum(h @ W3.T)
loss L2 = sum(W1)`,

  'expectation-failed': `
a = 2
expect a ≈ 3
^^^^^^^^^^^^ error expectation-failed: 2 ≉ 3: they differ by 1
expect 1 ≈ 1.000002
^^^^^^^^^^^^^^^^^^^ error expectation-failed: 1 ≉ 1.000002: they differ by 2e−6
expect [1, 2, 3] ≈ [1, 2, 5] within 1
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error expectation-failed: 3 ≉ 5: they differ by 2
expect log(-1) ≈ log(-1)
^^^^^^^^^^^^^^^^^^^^^^^^ error expectation-failed: NaN ≉ NaN: they differ by NaN
expect (a
^^^^^^^^^
  + a) ≈ 5
^^^^^^^^^^ error expectation-failed: 4 ≉ 5: they differ by 1`,

  'missing-initialiser': `
param W[2]
      ^^^^ error missing-initialiser: a param is written param W = 0.5, or drawn: param W[4, 8] ~ normal(0, 0.5)
param V[2] ~
           ^ error missing-initialiser: a param is written param V = 0.5, or drawn: param V[4, 8] ~ normal(0, 0.5)
param U ~ 3
        ^ error missing-initialiser: a param is written param U = 0.5, or drawn: param U[4, 8] ~ normal(0, 0.5)`,

  'missing-path': `
import
^^^^^^ error missing-path: the path of a file is missing after 'import', as in import "layers.bp"
import layers.bp
^^^^^^ error missing-path: the path of a file is missing after 'import', as in import "layers.bp"`,

  'incomplete-function': `
fn f
   ^ error incomplete-function: a function is written fn f(x) = x^2, or with statements in braces of which the last is 'return …'
fn g(x)
^^ error incomplete-function: a function is written fn f(x) = x^2, or with statements in braces of which the last is 'return …'`,

  'empty-index': `
a = [1, 2]
b = a[]
     ^^ error empty-index: an index is missing between '[' and ']', as in a[0] or a[1:3]`,

  'not-a-setting': `
param x = 1
loss L = x^2
train sgd(batch = 0)
                  ^ error not-a-setting: 'batch' is a whole number of at least 1, known before anything runs
train sgd(epochs = 1.5)
                   ^^^ error not-a-setting: 'epochs' is a whole number of at least 1, known before anything runs
train sgd(precision = "f16")
                      ^^^^^ error not-a-setting: 'precision' is "f64" or "f32", known before anything runs
train sgd(precision = 32)
                      ^^ error not-a-setting: 'precision' is "f64" or "f32", known before anything runs`,

  'not-a-shape': `
param x = 2
a = zeros([2, x])
          ^^^^^^ error not-a-shape: a shape is a whole number or a list of them, known before anything runs, as [2, 3]
b = zeros(0.5)
          ^^^ error not-a-shape: a shape is a whole number or a list of them, known before anything runs, as [2, 3]
c = ones([[2], [3]])
         ^^^^^^^^^^ error not-a-shape: a shape is a whole number or a list of them, known before anything runs, as [2, 3]`,

  'not-wholes': `
param x = 2
a = unslice([1, 2], shape = [4], begin = [x])
                                         ^^^ error not-wholes: 'begin' is a whole number for each axis, known before anything runs, as in [1, 0]
b = unslice([1, 2], shape = [4], step = 0.5)
                                        ^^^ error not-wholes: 'step' is a whole number for each axis, known before anything runs, as in [1, 0]`,

  'not-a-length': `
param W[-1] ~ zeros()
        ^^ error not-a-length: the length of an axis is a whole number from 0, known before anything runs
param V[2, 0.5] ~ zeros()
           ^^^ error not-a-length: the length of an axis is a whole number from 0, known before anything runs
param U[[2, 3]] ~ zeros()
        ^^^^^^ error not-a-length: the length of an axis is a whole number from 0, known before anything runs`,

  'not-a-count': `
a = eye(-1)
        ^^ error not-a-count: 'count' is a whole number from 0, known before anything runs
b = one_hot([0, 1], 2.5)
                    ^^^ error not-a-count: 'count' is a whole number from 0, known before anything runs`,

  'not-known': `
param x = 0.1
a = arange(x)
           ^ error not-known: 'start' is a number that is known before anything runs
param W[2] ~ normal(0, std = sum([1]))
                             ^^^^^^^^ error not-known: 'std' is a number that is known before anything runs`,

  'not-a-reduction': `
a = mse([1], [2], reduction = "max")
                              ^^^^^ error not-a-reduction: a reduction is "mean", "sum" or "none"
b = mse([1], [2], reduction = 1)
                              ^ error not-a-reduction: a reduction is "mean", "sum" or "none"`,

  'not-a-list': `
a = [1, 2]
b = concat(a)
           ^ error not-a-list: 'tensors' is a list of tensors, as in [a, b]
c = stack([[1, 2], [3, 4]])
          ^^^^^^^^^^^^^^^^ error not-a-list: 'tensors' is a list of tensors, as in [a, b]`,

  'not-an-index': `
a = [1, 2, 3]
b = a[0.5]
      ^^^ error not-an-index: an index is a whole number or a slice such as 1:3; to pick by a tensor of indices there is gather(x, indices)
c = a[[0, 1]]
      ^^^^^^ error not-an-index: an index is a whole number or a slice such as 1:3; to pick by a tensor of indices there is gather(x, indices)
d = a[1:sum(a)]
        ^^^^^^ error not-an-index: an index is a whole number or a slice such as 1:3; to pick by a tensor of indices there is gather(x, indices)`,

  'string-not-here': `
a = "b"
    ^^^ error string-not-here: a text in quotes is no value; it names a file, a column, a reduction or a precision
b = "b" + 1
    ^^^ error string-not-here: a text in quotes is no value; it names a file, a column, a reduction or a precision
c = ["b"]
     ^^^ error string-not-here: a text in quotes is no value; it names a file, a column, a reduction or a precision
fn f(x) = x
d = f("b")
      ^^^ error string-not-here: a text in quotes is no value; it names a file, a column, a reduction or a precision
e = sin("b")
        ^^^ error string-not-here: a text in quotes is no value; it names a file, a column, a reduction or a precision
expect "b" ≈ 1
       ^^^ error string-not-here: a text in quotes is no value; it names a file, a column, a reduction or a precision
train sgd(lr = "b")
               ^^^ error string-not-here: a text in quotes is no value; it names a file, a column, a reduction or a precision`,

  'csv-not-here': `
a = csv("a.csv")
    ^^^ error csv-not-here: csv(…) stands alone in a data statement, as in data X = csv("iris.csv")
data X = 2 * csv("a.csv")
             ^^^ error csv-not-here: csv(…) stands alone in a data statement, as in data X = csv("iris.csv")`,

  'csv-arguments': `
data X = csv()
         ^^^^^ error csv-arguments: csv takes a file and perhaps columns: csv("iris.csv", columns = ["a", "b"])
data Y = csv("a.csv", 3)
                      ^ error csv-arguments: csv takes a file and perhaps columns: csv("iris.csv", columns = ["a", "b"])
data Z = csv("a.csv", columns = ["a", 2])
                                ^^^^^^^^ error csv-arguments: csv takes a file and perhaps columns: csv("iris.csv", columns = ["a", "b"])
data W = csv("a.csv", rows = "a")
         ^^^^^^^^^^^^^^^^^^^^^^^^ error csv-arguments: csv takes a file and perhaps columns: csv("iris.csv", columns = ["a", "b"])`,

  'undefined-initialiser': `
param W[2] ~ norml()
             ^^^^^ error undefined-initialiser: there is no initialiser 'norml'; did you mean 'normal'?
param V[2] ~ xavier()
             ^^^^^^ error undefined-initialiser: there is no initialiser 'xavier'; there is normal, uniform, glorot, he, zeros, ones`,

  'not-drawn': `
param a[2] ~ normal(0, -1)
             ^^^^^^ error not-drawn: normal can't draw: a standard deviation is 0 or a positive number
param b[2] ~ uniform(1, 0)
             ^^^^^^^ error not-drawn: uniform can't draw: the lower bound is above the upper one`,

  'no-members': `
a = 1
b = a.W
    ^^^ error no-members: a has no params of its own: no function that it calls makes any`,

  'undefined-member': `
x = [[1, 2]]
h = dense(x, 2)
b = h.w
    ^^^ error undefined-member: h has no param 'w'; did you mean 'W'?
c = h.kernel
    ^^^^^^^^ error undefined-member: h has no param 'kernel'; it has W, b`,

  'member-of-parameter': `
fn f(h) = sum(h.W)
              ^ error member-of-parameter: 'h' is a parameter, and only what a statement names has params: pass the param itself`,

  'depends-on-param': `
param w = 2
fn f(x) = w * x
const c = f(3)
          ^^^^ error depends-on-param: a const is made of numbers, consts and data, and this depends on the param w
loss L = w`,

  'not-a-function-name': `
fn csv(x) = x
   ^^^ error not-a-function-name: csv(…) has a meaning of its own, and no function can be called so
fn grad(x) = x
   ^^^^ error not-a-function-name: grad(…) has a meaning of its own, and no function can be called so`,

  'return-outside': `
return 1
^^^^^^^^ error return-outside: 'return' stands in the body of a function, between braces`,

  'missing-return': `
fn f(x) {
   ^ error missing-return: f returns nothing; its last statement is 'return …'
  y = x
}`,

  'after-return': `
fn f(x) {
  return x
  ^^^^^^^^ error after-return: nothing follows 'return' in a function
  y = x
}`,

  'not-in-function': `
fn f(x) {
  loss L = x
  ^^^^^^^^^^ error not-in-function: a function holds consts, params and nodes, and no 'loss'
  import "a.bp"
  ^^^^^^^^^^^^^ error not-in-function: 'import' stands outside of functions
  return x
}`,

  'parameter-twice': `
fn f(x, x) = x
        ^ error parameter-twice: the parameter 'x' is named twice`,

  'recursive-function': `
fn f(x) = f(x)
          ^ error recursive-function: a function can't call itself: f → f
fn g(x) = h(x)
          ^ error recursive-function: a function can't call itself: g → h → k → g
fn h(x) = k(x)
          ^ error recursive-function: a function can't call itself: h → k → g → h
fn k(x) = g(x)`,

  'file-trouble': `
import "layers.bp"
       ^^^^^^^^^^^ error file-trouble: layers.bp can't be read: this text stands in no folder
data X = csv("iris.csv")
             ^^^^^^^^^^ error file-trouble: iris.csv can't be read: this text stands in no folder`,

  'param-not-here': `
data X = [[1, 2]]
data Y = dense(X, 2)
         ^^^^^^^^^^^ error param-not-here: dense makes params; call it in a node or a loss, after which they are named
expect sum(dense(X, 2)) ≈ 1
           ^^^^^^^^^^^ error param-not-here: dense makes params; call it in a node or a loss, after which they are named`,

  'too-many-calls': `
fn f0(x) = x
${Array.from({ length: 201 }, (_, i) => `fn f${i + 1}(x) = f${i}(x)`).join('\n')}
a = f201(1)
    ^^^^^^^ error too-many-calls: in f2, line 3: functions call one another at most 200 deep`,

  'too-much-inlined': `
fn f0(x) = x
${Array.from({ length: 40 }, (_, i) => `fn f${i + 1}(x) = f${i}(x) + f${i}(x)`).join('\n')}
a = f40(1)
    ^^^^^^ error too-much-inlined: in f2, line 3: all calls of functions together hold at most 1,000,000 expressions`,

  'too-many-passes': `
param p = 1
fn f0(x) = ∂(x^2)/∂x
${Array.from({ length: 40 }, (_, i) => `fn f${i + 1}(x) = f${i}(x) + f${i}(x)`).join('\n')}
a = f40(p)
    ^^^^^^ error too-many-passes: in f0, line 2: gradients with a reverse pass of their own go through at most 33,554,432 nodes together
loss L = p`,

  'too-deep': `
a = ${'('.repeat(201)}1${')'.repeat(201)}
${' '.repeat(205)}^ error too-deep: brackets, minus signs and powers nest at most 200 deep
b = ${'-'.repeat(201)}1
${' '.repeat(205)}^ error too-deep: brackets, minus signs and powers nest at most 200 deep
c = ${'2^'.repeat(201)}1
${' '.repeat(406)}^ error too-deep: brackets, minus signs and powers nest at most 200 deep
d = ${'sum('.repeat(199)}[1]${')'.repeat(199)}`,

  'too-many-expressions': `
a = ${'1+'.repeat(500_000)}1
${' '.repeat(1_000_004)}^ error too-many-expressions: a file holds at most 1,000,000 expressions; nothing from here on is read
b = `,

  'too-many-nodes': `
param p = 1
a = ${'gelu(p) * '.repeat(110_000)}1
expect ∂a/∂p ≈ 0 within 1e300
expect ∂a/∂p ≈ 0 within 1e300
       ^^^^^ error too-many-nodes: this gradient needs a reverse pass of its own, and all passes together have at most 2,000,000 nodes`,

  'too-many-elements': `
a = [${'1, '.repeat(6000)}]
b = [${'[1], '.repeat(6000)}]
c = a + b
    ^^^^^ error too-many-elements: all values and gradients together hold at most 33,554,432 numbers; with this there would be 36,012,000`,
};

test.each(Object.entries(fixtures))('%s', (code, fixture) => {
  expectUnchanged(fixture, redrawProblems);
  expect(fixture).toMatch(new RegExp(`\\^ (error|warning) ${code}: `));
});

test('a character that can not be seen is told by its code point', () => {
  const messages = evaluated('a = \u0007\nb = \ud800\nc = \u2028').problems.map(({ message }) => message);
  expect(messages).toEqual(['U+0007', 'U+D800', 'U+2028'].map((it) => `the character ${it} has no meaning here`));
});

test('every problem has an example', () => {
  const shown = new Set([...Object.keys(fixtures), ...evaluatorCodes, ...checkCodes, ...fileCodes]);
  expect(Object.keys(problemTable).filter((code) => !shown.has(code))).toEqual([]);
});
