/** Every problem, by example: its exact range and the sentence that the user reads. */

import { expect, test } from 'vitest';
import { type ProblemCode, problemTable } from '../../server/src/language/problems.ts';
import { redrawProblems } from '../support/drawings.ts';
import { evaluated } from '../support/evaluated.ts';
import { expectUnchanged } from '../support/fixture.ts';

/** Problems of the evaluator, which the tests of the server bring about. */
const evaluatorCodes: readonly ProblemCode[] = ['too-slow', 'engine-lost'];

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

  'not-yet': `
fn f(x) = x
^^ error not-yet: functions of your own are not part of the language yet
import "layers.bp"
^^^^^^ error not-yet: imports are not part of the language yet
param W[4, 8] ~ normal(0, 1)
       ^ error not-yet: indices and drawn params are not part of the language yet
data X = csv("iris.csv")
             ^^^^^^^^^^ error not-yet: files are not part of the language yet
a = 3
b = a[0]
     ^ error not-yet: indices and drawn params are not part of the language yet`,

  'not-positive': `
param x = 1
loss L = x^2
train sgd(lr = 0.1 - 0.3)
               ^^^^^^^^^ error not-positive: lr is a positive number, not −0.2`,

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
fn f(x) = x
^^ error not-yet: functions of your own are not part of the language yet`,

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
     ^ error unexpected-character: the character ';' has no meaning here; write each statement on a line of its own`,

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
train adam(lr = 0.1)
      ^^^^ error undefined-optimizer: there is no optimizer 'adam'; there is sgd`,

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
b = leaky_relu(1, 2, 3)
                     ^ error too-many-arguments: leaky_relu takes fewer arguments: leaky_relu(x, slope = 0.01)
train sgd(0.1, 0.2)
               ^^^ error too-many-arguments: sgd takes fewer arguments: sgd(lr = 0.01)`,

  'missing-argument': `
d = max(1)
    ^^^ error missing-argument: max needs 'b': max(a, b)
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
          ^^^^ error unknown-argument: sgd has no argument 'rate': sgd(lr = 0.01)`,

  'argument-twice': `
a = sum([1, 2], 0, axis = 0)
                          ^ error argument-twice: sum is given 'axis' twice
b = where(1, a = 2, a = 3)
                        ^ error argument-twice: where is given 'a' twice`,

  'not-an-axis': `
a = 1
b = sum([1, 2], axis = 0.5)
                       ^^^ error not-an-axis: an axis is a whole number such as 0 or −1, or a list of them
c = sum([1, 2], axis = a)
                       ^ error not-an-axis: an axis is a whole number such as 0 or −1, or a list of them
d = sum([1, 2], axis = [0, a])
                           ^ error not-a-number-list: a list holds numbers and lists of numbers`,

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
        ^^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: axis 1 doesn't exist: the tensor has 1 axis
e = sum([[1, 2]], axis = [0, -2])
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: axis −2 is named twice
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

  'not-a-number-list': `
a = 1
b = [1, -2, a]
            ^ error not-a-number-list: a list holds numbers and lists of numbers
c = [[-1, 2], [3, 2 + 2]]
                  ^^^^^ error not-a-number-list: a list holds numbers and lists of numbers
d = [-[1]]
     ^^^^ error not-a-number-list: a list holds numbers and lists of numbers`,

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

  'param-not-reached': `
param a = 1
param b = 2
      ^ warning param-not-reached: L doesn't depend on b, so training never moves it
c = 2 * b
loss L = a^2`,

  'not-finite': `
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
                                          ^^^^^^^ warning saturated: tanh(c) is saturated in 100 % of its elements: less than 0.001 of the gradient passes there`,

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
  const shown = new Set([...Object.keys(fixtures), ...evaluatorCodes]);
  expect(Object.keys(problemTable).filter((code) => !shown.has(code))).toEqual([]);
});
