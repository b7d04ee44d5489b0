/** Functions: values of calls and ranges of their problems. */

import { describe, expect, test } from 'vitest';
import { redrawProblems } from '../../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { evaluated, evaluatedIfPossible, scalarsOf } from '../../support/models/evaluated.ts';

describe('function calls', () => {
  test.each<[string, Record<string, number>]>([
    ['fn f(x) = x^2\na = f(3) + f(f(2))', { a: 25 }],
    ['fn f(x) {\n  y = x^2\n  return y + 1\n}\na = f(3)', { a: 10 }],
    ['fn f(x) { return x }\na = f(3)', { a: 3 }],
    ['fn f() = 3\na = f()', { a: 3 }],
    ['fn f(x) {\r\n  y = x\r\n\r\n  return y\r\n}\r\na = f(3)', { a: 3 }],
    ['fn f(x) {\r  return x\r}\ra = f(3)', { a: 3 }],
    [
      'fn f(x) {  # why\n\n  # more\n  y = x  # of it\n\n  # still more\n\n  return y  # back\n  # last\n}  # end\na = f(3)',
      { a: 3 },
    ],
    ['fn f(x) {\n    y = (x +\n    2)\n    return y\n}\na = f(3)', { a: 5 }],
    ['fn f(\n  x,  # one\n  y = 2,\n) = x * y\na = f(3)', { a: 6 }],
    ['fn f(x, y = 2) = x - y\na = f(5) + f(5, 1) + f(y = 1, x = 2) + f(1, y = 1)', { a: 8 }],
    ['const c = 3\nfn f(x, y = 2 * c - 1) = x * y\nconst d = 7\na = f(2)', { a: 10 }],
    ['fn g(x) = 2 * x\nfn f(x, y = g(3)) = x + y\na = f(1)', { a: 7 }],
    ['const x = 10\nfn f(x) = x + 1\na = f(1) + x', { a: 12 }],
    ['x = 10\ny = 20\nfn f(x) {\n  y = x + 1\n  return x + y\n}\na = f(1) + x + y', { a: 33 }],
    ['y = 20\nfn f(x) = x + y\na = f(1)', { a: 21 }],
    ['fn mean(mean) = mean + 1\nmean = mean(1)', { mean: 2 }],
    ['a = sigmoid(0)\nfn sigmoid(x) = 10 * x\nb = sigmoid(2)', { a: 0.5, b: 20 }],
    ['fn f(x) = sign(x)\nfn sign(x) = 7\na = f(-3)\nb = sign(-3)', { a: -1, b: 7 }],
    ['fn dense(x, n) = x * n\na = dense(2, 3)', { a: 6 }],
    ['fn g(x) = ∂(x^3)/∂x\na = g(2)', { a: 12 }],
    ['param w = 3\nloss L = w^2\nfn g(k) = k * ∂L/∂w\na = g(2)', { a: 12 }],
    ['fn f(v) = v[0] + v[-1]\na = f([1, 2, 4])', { a: 5 }],
    ['fn f(x) {\n  const n = 2\n  return sum(zeros([n, n]) + x)\n}\na = f(3)', { a: 12 }],
    ['fn f(n) = sum(ones([n]))\na = f(3)', { a: 3 }],
    ['fn f(x, n) = sum(x, axis = n)\nv = [[1, 2], [3, 4]]\na = f(v, 0)[0]', { a: 4 }],
  ])('%j has the expected values', (text, values) => {
    expect(evaluated(text).problems).toEqual([]);
    expect(scalarsOf(text)).toMatchObject(values);
  });

  test('calls can nest as deep as parentheses', () => {
    const text = `param p = 1\nfn f(x) = x + 1\nloss L = ${'f('.repeat(199)}p${')'.repeat(199)}\nexpect ∂L/∂p ≈ 1`;
    expect(evaluated(text).problems).toEqual([]);
    expect(scalarsOf(text)).toMatchObject({ L: 200 });
  });

  test('functions can call functions 200 levels deep', () => {
    const functions = Array.from({ length: 199 }, (_, i) => `fn f${i + 1}(x) = f${i}(x) + 1`).join('\n');
    expect(scalarsOf(`fn f0(x) = x\n${functions}\na = f199(1)`)).toMatchObject({ a: 200 });
  });

  test('a gradient flows through every call', () => {
    const text =
      'fn f(x, y) = x * y\nparam p = 3\nparam q = 4\nloss L = f(f(p, q), p)\nexpect ∂L/∂p ≈ 24\nexpect ∂L/∂q ≈ 9';
    expect(evaluated(text).problems).toEqual([]);
  });
});

const problems: Record<string, string> = {
  'missing, extra and unknown arguments': `
fn f(x, y = 2) = x * y
a = f()
    ^ error missing-argument: f needs the argument 'x'; its signature is f(x, y = 2)
b = f(1, 2, 3)
            ^ error too-many-arguments: too many arguments for f; its signature is f(x, y = 2)
c = 1 + f(1, z = 2)
             ^ error unknown-argument: f has no argument 'z'; its signature is f(x, y = 2)
d = f(1, x = 2)
             ^ error duplicate-argument: the argument 'x' of f is given twice
e = f(nothing)
      ^^^^^^^ error undefined-name: 'nothing' is not defined`,

  'a default that is not constant': `
param p = 1
const c = 2
y = 3
fn f(x, a = c, b = 2 * x) = x + a + b
                       ^ error not-constant: 'x' is a parameter; a default can only use numbers, consts and data
fn g(x, a = p) = x + a
            ^ error not-constant: 'p' is a param; a default can only use numbers, consts and data
fn h(x, a = y) = x + a
            ^ error not-constant: 'y' is a node; a default can only use numbers, consts and data
fn i(x, a = later) = x + a
            ^^^^^ error used-before-definition: 'later' is used before it is defined on line 8
const later = 1
loss L = p + f(1) + g(1) + h(1)`,

  'a problem in a body at each call that causes it': `
fn f(x) {
  y = 2 * x

  return y @ [1, 2, 3]
}
fn g(x) = 1 + f(x)
a = f([1, 2])
    ^^^^^^^^^ error shape-mismatch: in f, line 4: matmul [2] @ [3]: 2 ≠ 3; the right side must be as long as y has columns, 2
b = f([1, 2, 3])
c = 1 + sum(g([1]))
            ^^^^^^ error shape-mismatch: in f, line 4: matmul [1] @ [3]: 1 ≠ 3; the right side must be as long as y has columns, 1
d = a + c`,

  'a problem in a default': `
fn f(x, y = [1, 2] + [1, 2, 3]) = x
a = f(1)
    ^^^^ error shape-mismatch: in f, line 1: [2] and [3] don't broadcast: 2 ≠ 3 on the last axis; axes align from the last one, and must be equally long or 1
b = f(1, 2)`,

  'a broken body once and not at its calls': `
fn f(x) {
  y = x +
        ^ error missing-operand: expected a value after '+'
  return y
}
fn g(x) = f(x)
fn h(x) = z
          ^ error undefined-name: 'z' is not defined
fn i(x) =
        ^ error missing-operand: expected a value after '='
a = f(1)
b = g(1) + a
c = h(1)
d = i(1)
expect b ≈ 2`,

  'names of a body that are used outside it': `
fn f(x) {
  y = x
  return y
}
a = x + y
    ^ error undefined-name: 'x' is not defined
        ^ error undefined-name: 'y' is not defined
b = f
    ^ error not-a-value: 'f' is a function; call it with its arguments: f(…)`,

  'names defined twice in a function': `
fn f(x, y, x) {
           ^ error duplicate-parameter: the parameter 'x' is declared twice
  y = 1
  ^ error duplicate-definition: 'y' is already defined on line 1
  z = 1
  z = 2
  ^ error duplicate-definition: 'z' is already defined on line 3
  return z
}
fn f(x) = x
   ^ error duplicate-definition: 'f' is already defined on line 1
fn g(x) {
  a = b
      ^ error used-before-definition: 'b' is used before it is defined on line 10
  b = a
  return b
}`,

  'a function called above its definition or by itself': `
a = f(1)
    ^ error used-before-definition: 'f' is used before it is defined on line 2
fn f(x) = g(x)
          ^ error used-before-definition: 'g' is used before it is defined on line 3
fn g(x) = x
fn relu(x) = relu(x) + 1
             ^^^^ error recursive-function: functions can't be recursive: relu → relu`,

  'unclosed brackets once per statement': `
fn f(x
    ^ error unclosed-bracket: expected ')' to close this '('
a = 1
fn g(x) {
        ^ error unclosed-bracket: expected '}' to close this '{'
  y = x
b = a
fn h(x) {
  y = (x
      ^ error unclosed-bracket: expected ')' to close this '('
  z = [x,
      ^ error unclosed-bracket: expected ']' to close this '['
  return y
}
fn i(x) {
        ^ error unclosed-bracket: expected '}' to close this '{'
  return sum([x
             ^ error unclosed-bracket: expected ']' to close this '['
fn j(x) = (x
          ^ error unclosed-bracket: expected ')' to close this '('
fn k(x) {
  y = mean(x,
    axis = 0)
  return y
}
c = b + k([1])`,

  'unfinished heads and bodies': `
fn (x) = x
^^ error missing-name: expected a name after 'fn'
fn a(x y) = x
       ^ error missing-comma: expected ',' before 'y'
fn b(x) x
^^ error incomplete-function: a function needs a value, as in fn f(x) = x^2, or a body in braces that ends with 'return …'
fn c(x) { x }
          ^ error missing-equals: expected '=' and a value after 'x'
fn d(x) { return }
          ^^^^^^ error missing-operand: expected a value after 'return'
fn e(x) { }
   ^ error missing-return: e doesn't return a value; end its body with 'return …'
fn f(1) = 2
    ^ error missing-name: expected a name after '('
fn g(x) }
        ^ error stray-bracket: unmatched '}'; remove it
h = 1`,

  'consts that depend on params': `
param w = 2
fn s(x) = x * w
const c = s(3)
          ^^^^ error depends-on-param: this depends on the param w; a const can only use numbers, consts and data
data d = [s(1), 2]
         ^^^^^^^^^ error depends-on-param: this depends on the param w; data can only use numbers, consts and other data
fn t(x) {
  const k = 2 * x
  return k
}
y = t(3)
z = t(y + 0 * w)
    ^^^^^^^^^^^^ error depends-on-param: in t, line 6: this depends on the param w; a const can only use numbers, consts and data
loss L = y * w`,

  'numeric problems of a body at its call': `
fn f(x) {
  y = log(x)
  return y + 1
}
fn off(x) = sum(relu(x))
param p = 0
param W[2, 2] ~ ones()
a = log(p)
    ^^^^^^ warning not-finite: log(p) produced −∞ from p = 0
b = 2 * f(p) + a
        ^^^^ warning not-finite: f(p) produced −∞ from p = 0
c = off(-W)
    ^^^^^^^ warning dead-relu: all 2 units of off(-W) are dead: their gradient is 0 for every sample; raise their biases, or use leaky_relu
d = sqrt(-W[0, 0])
    ^^^^^^^^^^^^^^ warning not-finite: sqrt(-W[0, 0]) produced NaN from -W[0, 0] = −1
loss L = c + 0 * p`,

  'params that no statement can name': `
const c = sum(dense([[1]], 1))
              ^^^^^^^^^^^^^^^ error misplaced-param: dense creates params, so it can only be called in a node or a loss
param p = sum(dense([[1]], 1))
              ^^^^^^^^^^^^^^^ error misplaced-param: dense creates params, so it can only be called in a node or a loss
param q[size(dense([[1]], 1), 0)] ~ zeros()
             ^^^^^^^^^^^^^^^ error misplaced-param: dense creates params, so it can only be called in a node or a loss
train sgd(lr = sum(dense([[1]], 1)))
                   ^^^^^^^^^^^^^^^ error misplaced-param: dense creates params, so it can only be called in a node or a loss
fn f(x, y = dense([[1]], 1)) = x + y
fn g(x) {
  const c = dense(x, 1)
  return c
}
a = f(1)
    ^^^^ error misplaced-param: in f, line 5: dense creates params, so it can only be called in a node or a loss
b = g([[1]])
    ^^^^^^^^ error misplaced-param: in g, line 7: dense creates params, so it can only be called in a node or a loss
expect sum(f(1)) ≈ 2
           ^^^^ error misplaced-param: in f, line 5: dense creates params, so it can only be called in a node or a loss`,
};

describe('the analyzer', () => {
  test.each(Object.entries(problems))('reports %s', (_, fixture) => expectUnchanged(fixture, redrawProblems));
});

describe('the size of inlined calls', () => {
  const doubled = (first: string, next: (i: number) => string): string =>
    `param p = 1\n${first}\n${Array.from({ length: 40 }, (_, i) => next(i)).join('\n')}\n`;

  test.each([
    ['sums', doubled('fn f0(x) = x', (i) => `fn f${i + 1}(x) = f${i}(x) + f${i}(x)`), 'too-much-inlined'],
    [
      'gradients',
      doubled('fn f0(x) = ∂(x^2)/∂x', (i) => `fn f${i + 1}(x) = f${i}(x) + f${i}(x)`),
      'too-many-backward-passes',
    ],
    [
      'params',
      doubled(
        'fn f0(x) {\n  param w = 1\n  return x * w\n}',
        (i) => `fn f${i + 1}(x) {\n  h = f${i}(x) + f${i}(x)\n  return h\n}`,
      ),
      'too-much-inlined',
    ],
  ])('is limited for %s', (_, functions, code) => {
    const text = `${functions}a = f40(p)\nb = f2(p)\n`;
    const { problems } = evaluatedIfPossible(text);
    expect(problems.map((problem) => [problem.code, text.slice(problem.start, problem.end)])).toContainEqual([
      code,
      'f40(p)',
    ]);
  });
});
