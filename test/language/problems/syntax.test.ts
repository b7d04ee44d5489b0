/** Syntax problems and their fixes, by example. */

import { expect, test } from 'vitest';
import { syntaxProblems } from '../../../server/src/language/problems/syntax.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';
import { evaluated } from '../../support/models/evaluated.ts';

testProblems(syntaxProblems, {
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
         ^ error stray-bracket: unmatched ')'; remove it
) + 1
^ error stray-bracket: unmatched ')'; remove it
b = 3]
     ^ error stray-bracket: unmatched ']'; remove it
c = }
    ^ error stray-bracket: unmatched '}'; remove it`,
  'missing-operand': `
a =
  ^ error missing-operand: expected a value after '='
and1 = 1 or
         ^^ error missing-operand: expected a value after 'or'
not1 = not
       ^^^ error missing-operand: expected a value after 'not'
and2 = and 2
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
train lr = 0.1
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
      ^^^ error method-call: values have no method 'sum'; write sum(x)
b = x.T.mean(axis = 0)
        ^^^^ error method-call: values have no method 'mean'; write mean(x.T, …)
c = (x + 1).sum()
            ^^^ error method-call: values have no method 'sum'; write sum(x + 1)
d = x[0].exp().sum()
         ^^^ error method-call: values have no method 'exp'; write exp(x[0])
e = sum(x).item()
           ^^^^ error method-call: values have no method 'item'; write sum(x)
f = x.pow(2)
      ^^^ error method-call: values have no method 'pow'; write x^y
g = x.foo()
      ^^^ error method-call: values have no method 'foo'; call a function, as in sum(x)`,
  'wrong-comment-marker': `
// a comment of another language
^^ error wrong-comment-marker: comments start with '#'
-- a line of SQL
^^ error wrong-comment-marker: comments start with '#'
/* a block */
^^ error wrong-comment-marker: comments start with '#'
"""a docstring"""
^^ error wrong-comment-marker: comments start with '#'
a = 3 // three
      ^^ error wrong-comment-marker: comments start with '#'`,
  'unknown-keyword': `
parm a = 3
^^^^ error unknown-keyword: 'parm' is not a keyword; did you mean 'param'?
Param b = 3
^^^^^ error unknown-keyword: 'Param' is not a keyword; did you mean 'param'?
weight d = 3
^^^^^^ error unknown-keyword: 'weight' is not a keyword; did you mean 'param'?
let c = 3
^^^ error unknown-keyword: 'let' is not a keyword; to define a node, write c = …`,
  'hyphen-in-name': `
param learning-rate = 3
      ^^^^^^^^^^^^^ error hyphen-in-name: a name can't contain '-'; write learning_rate`,
  'digit-before-name': `
param 1st = 3
      ^^^ error digit-before-name: '1st' is not a valid name: names can't start with a digit`,
  'unexpected-token': `
b - a
  ^ error unexpected-token: unexpected '-'
i = x[0].W
        ^ error unexpected-token: unexpected '.'
b == 6
  ^^ error unexpected-token: unexpected '=='
f = 1 within 2
      ^^^^^^ error unexpected-token: unexpected 'within'
g = (1, 2)
      ^ error unexpected-token: unexpected ','; write a list in square brackets, as in [1, 2]`,
  'not-a-statement': `
1 + 2
^ error not-a-statement: a value needs a name, as in y = …
(3)
^ error not-a-statement: a value needs a name, as in y = …
= 4
^ error not-a-statement: a statement can't start with '='
∂L/∂x
^ error not-a-statement: a value needs a name, as in y = …
within 5
^^^^^^ error not-a-statement: a statement can't start with 'within'
sum(x)
^^^ error not-a-statement: a value needs a name, as in y = …
{ x }
^ error not-a-statement: a statement can't start with '{'
`,
  'unexpected-character': `
a = 1 $ 2
      ^ error unexpected-character: unexpected character '$'
? = 3
^ error foreign-operator: there is no operator '?'; write where(condition, a, b)
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
q = 2⋅3 + x⁻¹ + x₁ + x¹²
     ^ error unexpected-character: unexpected character '⋅'; write *
r = ½
    ^ error unexpected-character: unexpected character '½'; write 0.5
s = ‖x‖
    ^ error unexpected-character: unexpected character '‖'; write norm(…)
t = ∇L
    ^ error unexpected-character: unexpected character '∇'; write ∂L/∂x
u = 2∈x
     ^ error unexpected-character: unexpected character '∈'
p = 1;
     ^ error unexpected-character: unexpected character ';'; remove it
n = 1; o = 2
     ^ error unexpected-character: unexpected character ';'; write each statement on its own line`,
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
        ^^^^ error keyword-as-name: 'loss' is a keyword and can't be used as a name
and = 3
^^^ error keyword-as-name: 'and' is a keyword and can't be used as a name`,
  'missing-initializer': `
param W[2]
      ^^^^ error missing-initializer: a param needs a value, as in param W = 0.5, or an initializer, as in param W[4, 8] ~ normal(0, 0.5)
param V[2] ~
           ^ error missing-initializer: a param needs a value, as in param V = 0.5, or an initializer, as in param V[4, 8] ~ normal(0, 0.5)
param U ~ 3
        ^ error missing-initializer: a param needs a value, as in param U = 0.5, or an initializer, as in param U[4, 8] ~ normal(0, 0.5)`,
  'missing-distribution': `
eps[2] ~
       ^ error missing-distribution: expected a distribution after '~', as in eps ~ normal(0, 1)
u ~ 3
  ^ error missing-distribution: expected a distribution after '~', as in u ~ normal(0, 1)
a = (1
    ^ error unclosed-bracket: expected ')' to close this '('
v[2] ~ normal()
w = sum(v)`,
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
});

testFixes(syntaxProblems, [
  [
    'unclosed-bracket',
    `
a = (1 + 2 # three
--- Insert ')'
a = (1 + 2) # three`,
  ],
  [
    'unclosed-bracket',
    `
b = [1, (2 + 3]
--- Insert ')'
b = [1, (2 + 3)]`,
  ],
  [
    'unclosed-bracket',
    `
d = (1]
e = d
--- Change to ')'
d = (1)
e = d`,
  ],
  [
    'unclosed-bracket',
    `
fn f(x) {
  y = x^2
  return y
a = f(2)
--- Insert '}'
fn f(x) {
  y = x^2
  return y
}
a = f(2)`,
  ],
  [
    'stray-bracket',
    `
a = 1 + 2))
b = a
--- Remove '))'
a = 1 + 2
b = a`,
  ],
  [
    'missing-name',
    `
param x = 1
loss = x^2
--- Insert 'L'
param x = 1
loss L = x^2`,
  ],
  [
    'missing-comparison',
    `
x = 2
expect x = 2
--- Change to '≈'
x = 2
expect x ≈ 2`,
  ],
  [
    'missing-comparison',
    `
x = 2
expect x == 2
--- Change to '≈'
x = 2
expect x ≈ 2`,
  ],
  [
    'missing-optimizer',
    `
param x = 1
loss L = x^2
train (lr = 0.1)
--- Insert 'sgd'
param x = 1
loss L = x^2
train sgd (lr = 0.1)`,
  ],
  [
    'missing-optimizer',
    `
param x = 1
loss L = x^2
train
--- Insert 'sgd(lr = 0.01)'
param x = 1
loss L = x^2
train sgd(lr = 0.01)`,
  ],
  [
    'incomplete-function',
    `
fn f(x) x^2
a = f(2)
--- Insert '='
fn f(x) = x^2
a = f(2)`,
  ],
  [
    'incomplete-gradient',
    `
param x = 1
loss L = x^2
c = ∂L/x
--- Insert '∂'
param x = 1
loss L = x^2
c = ∂L/∂x`,
  ],
  [
    'incomplete-gradient',
    `
param x = 1
loss L = x^2
c = 2 * ∂L/∂(x) + 1
--- Change to 'x'
param x = 1
loss L = x^2
c = 2 * ∂L/∂x + 1`,
  ],
  [
    'missing-operator',
    `
x = 3
a = 2(x + 1)
--- Insert '*'
x = 3
a = 2 * (x + 1)`,
  ],
  [
    'missing-operator',
    `
x = 3
a = x x
--- Insert '*'
x = 3
a = x * x`,
  ],
  [
    'missing-operator',
    `
x = [1, 2]
a = mse(x x)
--- Insert ','
x = [1, 2]
a = mse(x, x)`,
  ],
  [
    'unexpected-token',
    `
expect sum([1, 2] ≈ 3
--- Insert ')'
expect sum([1, 2]) ≈ 3`,
  ],
  [
    'missing-comma',
    `
a = [[1 2], [3, 4]]
--- Insert ','
a = [[1, 2], [3, 4]]`,
  ],
  [
    'decimal-comma',
    `
a = 1,5
--- Change to '1.5'
a = 1.5
--- Change to '[1, 5]'
a = [1, 5]`,
  ],
  [
    'decimal-comma',
    `
a = -1, 5, 2 # three
--- Change to '[-1, 5, 2]'
a = [-1, 5, 2] # three`,
  ],
  [
    'leading-plus',
    `
a = + 3
--- Remove '+'
a = 3`,
  ],
  [
    'call-without-parentheses',
    `
x = [3, 4]
a = 2 * sqrt x[0] + 1
--- Change to 'sqrt(x[0])'
x = [3, 4]
a = 2 * sqrt(x[0]) + 1`,
  ],
  [
    'call-without-parentheses',
    `
a = sin cos(2)
--- Change to 'sin(cos(2))'
a = sin(cos(2))`,
  ],
  [
    'method-call',
    `
x = [1, 2]
a = x.sum()
--- Change to 'sum(x)'
x = [1, 2]
a = sum(x)`,
  ],
  [
    'method-call',
    `
x = [1, 2]
a = 2 * x.sum(axis = 0)
--- Change to 'sum(x, axis = 0)'
x = [1, 2]
a = 2 * sum(x, axis = 0)`,
  ],
  [
    'method-call',
    `
x = [[1, 2]]
a = 2 * (x + 1).mean(dim=0, keepdim=True)
--- Change to 'mean(x + 1, axis = 0, keep = 1)'
x = [[1, 2]]
a = 2 * mean(x + 1, axis = 0, keep = 1)`,
  ],
  [
    'method-call',
    `
x = [[1, 2]]
a = x[0].reshape(2, 1)
--- Change to 'reshape(x[0], [2, 1])'
x = [[1, 2]]
a = reshape(x[0], [2, 1])`,
  ],
  [
    'method-call',
    `
x = [[1, 2]]
a = sum(x).item()
--- Change to 'sum(x)'
x = [[1, 2]]
a = sum(x)`,
  ],
  [
    'method-call',
    `
x = [[1, 2]]
a = 1 - (x + 1).pow(2)
--- Change to '(x + 1)^2'
x = [[1, 2]]
a = 1 - (x + 1)^2`,
  ],
  [
    'wrong-comment-marker',
    `
a = 3 /* three */
--- Change to '# three'
a = 3 # three`,
  ],
  [
    'wrong-comment-marker',
    `
"""three"""
a = 3
--- Insert '#'
# """three"""
a = 3`,
  ],
  [
    'missing-optimizer',
    `
param x = 1
loss L = x^2
train lr = 0.1
--- Change to 'sgd(lr = 0.1)'
param x = 1
loss L = x^2
train sgd(lr = 0.1)`,
  ],
  [
    'not-a-statement',
    `
sum([1, 2])
--- Insert 'value ='
value = sum([1, 2])`,
  ],
  [
    'wrong-comment-marker',
    `
a = 3 // three
--- Change to '#'
a = 3 # three`,
  ],
  [
    'unknown-keyword',
    `
Param a = 3
loss L = a^2
--- Change to 'param'
param a = 3
loss L = a^2`,
  ],
  [
    'unknown-keyword',
    `
let c = 3
--- Remove 'let' to define the node c
c = 3`,
  ],
  [
    'hyphen-in-name',
    `
param learning-rate = 3
loss L = learning-rate^2 # learning-rate
--- Change to 'learning_rate'
param learning_rate = 3
loss L = learning_rate^2 # learning-rate`,
  ],
  [
    'digit-before-name',
    `
param 1st = 3
loss L = 2 * 1st
--- Change to '_1st'
param _1st = 3
loss L = 2 * _1st`,
  ],
  [
    'unexpected-token',
    `
g = (1, 2)
--- Change to '[1, 2]'
g = [1, 2]`,
  ],
  [
    'unexpected-token',
    `
b == 6
--- Change to '='
b = 6`,
  ],
  [
    'not-a-statement',
    `
1 + 2
--- Insert 'value ='
value = 1 + 2`,
  ],
  [
    'unexpected-character',
    `
a = 2×3
--- Change to '*'
a = 2*3`,
  ],
  [
    'unexpected-character',
    `
a = （1 + 2)
--- Change to '('
a = (1 + 2)`,
  ],
  [
    'unexpected-character',
    `
a = √4 + 1
--- Change to 'sqrt(4)'
a = sqrt(4) + 1`,
  ],
  [
    'unexpected-character',
    `
x = 2
a = x⁻¹
--- Change to '^(-1)'
x = 2
a = x^(-1)`,
  ],
  [
    'unexpected-character',
    `
x_1 = 2
a = x₁ + 1
--- Change to '_1'
x_1 = 2
a = x_1 + 1`,
  ],
  [
    'unexpected-character',
    `
x = [3, 4]
a = 2 * ‖x‖ + 1
--- Change to 'norm(x)'
x = [3, 4]
a = 2 * norm(x) + 1`,
  ],
  [
    'unexpected-character',
    `
n = 1; o = 2
p = 3
--- Start a new line
n = 1
o = 2
p = 3`,
  ],
  [
    'unexpected-character',
    `
n = 1;
o = 2
--- Remove ';'
n = 1
o = 2`,
  ],
  [
    'unexpected-character',
    `
a = mse([1], [2], reduction = 'sum')
--- Change to '"sum"'
a = mse([1], [2], reduction = "sum")`,
  ],
  [
    'unexpected-character',
    `
a = mse([1], [2], reduction = “sum”)
--- Change to '"sum"'
a = mse([1], [2], reduction = "sum")`,
  ],
  [
    'malformed-number',
    `
x = 2
a = 3x^2
--- Change to '3 * x'
x = 2
a = 3 * x^2`,
  ],
  [
    'malformed-number',
    `
a = 0x1F
--- Change to '31'
a = 31`,
  ],
  [
    'malformed-number',
    `
a = 1_000
--- Change to '1000'
a = 1000`,
  ],
  [
    'malformed-number',
    `
5y = 2
b = 5y
--- Change to '_5y'
_5y = 2
b = _5y`,
  ],
  [
    'missing-path',
    `
import layers.bp
--- Change to '"layers.bp"'
import "layers.bp"`,
  ],
]);

test('an invisible character is reported by its code point', () => {
  const messages = evaluated('a = \u0007\nb = \ud800\nc = \u2028').problems.map(({ message }) => message);
  expect(messages).toEqual(['U+0007', 'U+D800', 'U+2028'].map((it) => `unexpected character ${it}`));
});
