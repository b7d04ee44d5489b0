/** Quick fixes by example: a text, and the text each fix produces. */

import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certainEdits, fixesOf } from '../../server/src/actions/fixes.ts';
import { fixTable } from '../../server/src/language/fixes/fixTable.ts';
import { type Problem, type ProblemCode, problemTable } from '../../server/src/language/problems/problems.ts';
import { applyEdits } from '../../server/src/language/text/edits.ts';
import type { Snapshot } from '../../server/src/snapshot/snapshot.ts';
import { analyze } from '../../server/src/snapshot/snapshot.ts';
import { expectUnchanged } from '../support/fixtures/fixture.ts';
import { withCrlf } from '../support/models/crlf.ts';
import { evaluatedIfPossible } from '../support/models/evaluated.ts';
import { fuzzedTexts } from '../support/models/fuzzedTexts.ts';
import { filesOf } from '../support/models/memoryFiles.ts';

/** Why a problem has no fix that is sure. */
const withoutFix: Partial<Record<ProblemCode, string>> = {
  'missing-operand': 'which value is missing only its writer knows',
  'missing-equals': 'which value is missing only its writer knows',
  'missing-initializer': 'what a param starts from is a choice',
  'empty-index': 'which index is missing only its writer knows',
  'number-too-large': 'there is no number to write in its place',
  'keyword-as-name': 'which other name is meant only its writer knows',
  'self-reference': 'what it is to start from only its writer knows',
  'invalid-setting': 'which setting is meant only its writer knows',
  'not-a-value': 'which operands are missing only its writer knows',
  'too-many-arguments': 'which argument is too much only its writer knows',
  'not-an-axis': 'which axis is meant only its writer knows',
  'not-a-boolean': 'which of both is meant only its writer knows',
  'not-a-shape': 'which shape is meant only its writer knows',
  'not-integers': 'which numbers are meant only their writer knows',
  'not-a-length': 'which length is meant only its writer knows',
  'not-a-count': 'which count is meant only its writer knows',
  'argument-not-constant': 'a number that is known is another one',
  'misplaced-string': 'what was to be said with it only its writer knows',
  'misplaced-csv': 'how the samples are called only their writer knows',
  'invalid-csv-arguments': 'which columns are meant only their writer knows',
  'invalid-initializer-arguments': 'which numbers are meant only their writer knows',
  'no-members': 'which statement is meant only its writer knows',
  'member-of-parameter': 'all calls would have to pass the param',
  'return-outside-function': 'which function it is to end only its writer knows',
  'duplicate-parameter': 'which of both the body means only its writer knows',
  'reserved-function-name': 'another name is chosen by rename',
  'recursive-function': 'another formula is needed',
  'too-many-calls': 'another model is needed',
  'too-much-inlined': 'another model is needed',
  'not-importable': 'another file would have to change',
  'cannot-read-file': 'what is wrong is outside of the text',
  'import-cycle': 'which of the imports is to go only their writer knows',
  'too-many-imports': 'which of the imports is to go only their writer knows',
  'error-in-import': 'another file would have to change',
  'ragged-list': 'which number is missing only its writer knows',
  'empty-list': 'which numbers are missing only their writer knows',
  'data-lengths-differ': 'which samples are missing only their writer knows',
  'not-scalar': 'which number is meant only its writer knows',
  'out-of-range': 'which number is meant only its writer knows',
  'not-finite': 'where the numbers should have stayed only their writer knows',
  'dead-relu': 'what helps is another model, or other numbers',
  saturated: 'what helps is another model, or other numbers',
  'vanishing-gradient': 'what helps is another model, or other numbers',
  'exploding-gradient': 'what helps is another model, or other numbers',
  'gradient-mismatch': 'the engine is wrong, or the numbers can not be measured',
  'gradient-at-kink': 'the numbers are where they are',
  'too-deep': 'another formula is needed',
  'too-many-expressions': 'a smaller model is needed',
  'too-many-nodes': 'a smaller model is needed',
  'too-many-backward-passes': 'a smaller model is needed',
  'too-many-elements': 'a smaller model is needed',
  'too-slow': 'a smaller model is needed',
  'evaluation-failed': 'what is wrong is outside of the text',
};

/** Problems of trained values, of which test/server/fixes.test.ts makes some. */
const withCommand: readonly ProblemCode[] = ['checkpoint-shape-mismatch', 'checkpoint-unreadable'];

const fixtures: readonly (readonly [code: ProblemCode, fixture: string])[] = [
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
    'undefined-name',
    `
a = sum([1, 2], axis == 0)
--- Change to '='
a = sum([1, 2], axis = 0)`,
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
--- Change to 'sum(x…)'
x = [1, 2]
a = sum(x)`,
  ],
  [
    'method-call',
    `
x = [1, 2]
a = 2 * x.sum(axis = 0)
--- Change to 'sum(x…)'
x = [1, 2]
a = 2 * sum(x, axis = 0)`,
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
    'undefined-name',
    `
target = 1
a = targt + 1
--- Change to 'target'
target = 1
a = target + 1`,
  ],
  [
    'undefined-name',
    `
a = 2 * pi
--- Change to '3.141592653589793'
a = 2 * 3.141592653589793`,
  ],
  [
    'undefined-name',
    `
# The area.
a = r^2
--- Add param r
param r = 1
# The area.
a = r^2`,
  ],
  [
    'used-before-definition',
    `
a = b + b
c = 2
# One more.
b = 1 + 1
--- Move the definition of b above this statement
# One more.
b = 1 + 1
a = b + b
c = 2
--- Move this statement below the definition of b
c = 2
# One more.
b = 1 + 1
a = b + b`,
  ],
  [
    'used-before-definition',
    `
a = b
c = 2
b = c
--- Move this statement below the definition of b
c = 2
b = c
a = b`,
  ],
  [
    'used-before-definition',
    `
y = f(2)
fn f(x) {
  return x
}
--- Move the definition of f above this statement
fn f(x) {
  return x
}
y = f(2)
--- Move this statement below the definition of f
fn f(x) {
  return x
}
y = f(2)`,
  ],
  [
    'used-before-definition',
    `
fn f(x) {
  y = z
  z = x
  return y
}
a = f(1)
--- Move the definition of z above this statement
fn f(x) {
  z = x
  y = z
  return y
}
a = f(1)
--- Move this statement below the definition of z
fn f(x) {
  z = x
  y = z
  return y
}
a = f(1)`,
  ],
  [
    'duplicate-definition',
    `
param a = 1
a = 2
loss L = a^2
--- Change to 'a2'
param a = 1
a2 = 2
loss L = a^2`,
  ],
  [
    'undefined-function',
    `
a = sigmiod(1)
--- Change to 'sigmoid'
a = sigmoid(1)`,
  ],
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
    'undefined-initializer',
    `
param W[2] ~ norml()
loss L = sum(W)
--- Change to 'normal'
param W[2] ~ normal()
loss L = sum(W)`,
  ],
  [
    'undefined-member',
    `
h = dense([[1, 2]], 2)
loss L = sum(h . w) + sum(h)
--- Change to 'W'
h = dense([[1, 2]], 2)
loss L = sum(h . W) + sum(h)`,
  ],
  [
    'unknown-argument',
    `
a = sum([1, 2], axes = 0)
--- Change to 'axis'
a = sum([1, 2], axis = 0)`,
  ],
  [
    'unknown-argument',
    `
param x = 1
loss L = x^2
train sgd(LR = 0.1)
--- Change to 'lr'
param x = 1
loss L = x^2
train sgd(lr = 0.1)`,
  ],
  [
    'not-a-reduction',
    `
a = mse([1], [2], reduction = "Sum")
--- Change to '"sum"'
a = mse([1], [2], reduction = "sum")`,
  ],
  [
    'missing-argument',
    `
b = where([1, 0], 2)
--- Insert 'b = 1'
b = where([1, 0], 2, b = 1)`,
  ],
  [
    'missing-argument',
    `
b = sin()
--- Insert 'x = 1'
b = sin(x = 1)`,
  ],
  [
    'duplicate-argument',
    `
a = sum([1, 2], 0, axis = 0)
--- Remove 'axis = 0'
a = sum([1, 2], 0)`,
  ],
  [
    'not-a-list',
    `
a = [1, 2]
b = concat(a, a)
--- Change to '[a, a]'
a = [1, 2]
b = concat([a, a])`,
  ],
  [
    'not-an-index',
    `
a = [1, 2, 3]
c = a[[0, 1]]
--- Change to 'gather(a, [0, 1])'
a = [1, 2, 3]
c = gather(a, [0, 1])`,
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
    'missing-path',
    `
import layers.bp
--- Change to '"layers.bp"'
import "layers.bp"`,
  ],
  [
    'shape-mismatch',
    `
a = [[1, 2]] @ [[1, 2]]
--- Transpose [[1, 2]]
a = [[1, 2]] @ [[1, 2]].T
--- Transpose [[1, 2]]
a = [[1, 2]].T @ [[1, 2]]`,
  ],
  [
    'shape-mismatch',
    `
A = [[1, 2, 3]]
B = [[1, 2, 3], [4, 5, 6]]
a = A @ B
--- Transpose B
A = [[1, 2, 3]]
B = [[1, 2, 3], [4, 5, 6]]
a = A @ B.T`,
  ],
  [
    'shape-mismatch',
    `
c = 2 @ [1, 2]
--- Change to '*'
c = 2 * [1, 2]`,
  ],
  [
    'shape-mismatch',
    `
A = [[1, 2, 3], [4, 5, 6]]
a = A.T + A
--- Transpose A
A = [[1, 2, 3], [4, 5, 6]]
a = A.T + A.T
--- Transpose A.T
A = [[1, 2, 3], [4, 5, 6]]
a = A + A`,
  ],
  [
    'loss-not-scalar',
    `
param x = [1, 2]
loss L = x * x
--- Wrap in mean(…)
param x = [1, 2]
loss L = mean(x * x)
--- Wrap in sum(…)
param x = [1, 2]
loss L = sum(x * x)`,
  ],
  [
    'gradient-of-tensor',
    `
param x = [1, 2]
y = x * x
a = ∂y/∂x
loss L = sum(y)
--- Wrap in mean(…)
param x = [1, 2]
y = x * x
a = ∂(mean(y))/∂x
loss L = sum(y)
--- Wrap in sum(…)
param x = [1, 2]
y = x * x
a = ∂(sum(y))/∂x
loss L = sum(y)`,
  ],
  [
    'gradient-of-tensor',
    `
param x = [1, 2]
a = ∂(x^3)/∂x
loss L = sum(x)
--- Wrap in mean(…)
param x = [1, 2]
a = ∂(mean(x^3))/∂x
loss L = sum(x)
--- Wrap in sum(…)
param x = [1, 2]
a = ∂(sum(x^3))/∂x
loss L = sum(x)`,
  ],
  [
    'data-without-samples',
    `
data x = 3
--- Change to '[3]'
data x = [3]
--- Change x to a const
const x = 3`,
  ],
  [
    'both-sides-broadcast',
    `
data y = [1, 2, 3]
data p = [[1], [2], [3]]
error = 2 * (y - p)
--- Reshape y to the shape of p
data y = [1, 2, 3]
data p = [[1], [2], [3]]
error = 2 * (reshape(y, [-1, 1]) - p)
--- Reshape p to the shape of y
data y = [1, 2, 3]
data p = [[1], [2], [3]]
error = 2 * (y - reshape(p, -1))`,
  ],
  [
    'both-sides-broadcast',
    `
data y = [1, 2, 3]
data p = [[1], [2], [3]]
b = mse(p, y)
--- Reshape p to the shape of y
data y = [1, 2, 3]
data p = [[1], [2], [3]]
b = mse(reshape(p, -1), y)
--- Reshape y to the shape of p
data y = [1, 2, 3]
data p = [[1], [2], [3]]
b = mse(p, reshape(y, [-1, 1]))`,
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
];

test.each(fixtures)('%s: %j', (code, fixture) => {
  expectUnchanged(fixture, (text) => fixed(text, code));
  expect(fixture).toContain('\n--- ');
});

test.each(fixtures)('%s: in a text of Windows, %j', (code, fixture) => {
  const [text, ...results] = fixture.slice(1).split('\n--- ');
  const after = results.map((result) => withCrlf(result.slice(result.indexOf('\n') + 1)));
  const snapshot = read(withCrlf(text));
  const found = snapshot.problems.find((problem) => problem.code === code)!;
  expect(fixesOf(snapshot, found).map(({ edits }) => applyEdits(snapshot.text, edits))).toEqual(after);
});

test.each(fixtures)('%s: a fix is certain only if the row of the problem says so, %j', (_, fixture) => {
  const snapshot = read(fixture.split('\n--- ')[0]!);
  const withCertainFix = snapshot.problems.filter((problem) =>
    fixesOf(snapshot, problem).some(({ confidence }) => confidence === 'certain'),
  );
  expect(withCertainFix.filter(({ code }) => problemTable[code].hasCertainFix !== true)).toEqual([]);
});

/** A fixture with all fixes of the first problem of its kind. */
function fixed(fixture: string, code: ProblemCode): string {
  const [text] = fixture.split('\n--- ');
  const before = read(text);
  const found = before.problems.find((problem) => problem.code === code)!;
  const results = fixesOf(before, found).map(({ title, edits }) => {
    const after = applyEdits(text, edits);
    expectSounder(before, found, read(after));
    return `--- ${title}\n${after}`;
  });
  return [text, ...results].join('\n');
}

const files = filesOf({ 'layers.bp': 'const two = 2' });

function read(text: string): Snapshot {
  return evaluatedIfPossible(text, files);
}

/** The problem is gone, and no new one is there. */
function expectSounder(before: Snapshot, { code }: Problem, after: Snapshot): void {
  const [was, is] = [before, after].map(({ problems }) => problems.map((problem) => problem.code));
  expect(is.filter((each) => each === code).length).toBeLessThan(was.filter((each) => each === code).length);
  expect(is.filter((each) => !was.includes(each))).toEqual([]);
}

test('every problem has a fix, or there is a reason why not', () => {
  const shown = new Set([...fixtures.map(([code]) => code), ...withCommand]);
  const codes = Object.keys(problemTable) as ProblemCode[];
  expect(codes.filter((code) => code in fixTable !== !(code in withoutFix))).toEqual([]);
  expect(codes.filter((code) => code in fixTable && !shown.has(code))).toEqual([]);
});

test('fixes of any text are ordered edits, and the result can be parsed', () => {
  fc.assert(
    fc.property(fuzzedTexts, (text) => {
      const snapshot = analyze(text);
      for (const found of snapshot.problems.slice(0, 5)) {
        for (const { title, edits } of fixesOf(snapshot, found)) {
          expect(title).not.toMatch(/[\r\n]|''/);
          edits.forEach(({ start, end }, i) => {
            expect(start).toBeGreaterThanOrEqual(i === 0 ? 0 : edits[i - 1].end);
            expect(end).toBeGreaterThanOrEqual(start);
          });
          expect(analyze(applyEdits(text, edits)).text).not.toBe(text);
        }
      }
    }),
    { numRuns: 500 },
  );
});

/** What is easily mistyped: each is put into good models, at one place. */
const mistakes: readonly (readonly [what: RegExp, instead: string])[] = [
  [/ \* /g, ' × '],
  [/#/g, '//'],
  [/ = /g, ' = +'],
  [/≈/g, '='],
  [/\n/g, ';\n'],
  [/-/g, '–'],
  [/\)$/gm, ''],
  [/^loss /gm, 'los '],
  [/^param /gm, 'parm '],
];

test.each(mistakes)('%s written as %j is mended', (what, instead) => {
  const examples = globSync('examples/*.bp').map((path) => readFileSync(path, 'utf8'));
  for (const text of examples.filter((example) => !example.includes('csv('))) {
    for (const { index, 0: source } of [...text.matchAll(what)].slice(0, 5)) {
      const snapshot = analyze(text.slice(0, index) + instead + text.slice(index + source.length));
      const found = snapshot.problems.filter(({ severity }) => severity === 'error');
      const mended = found.flatMap((problem) =>
        fixesOf(snapshot, problem).map(({ edits }) => applyEdits(snapshot.text, edits)),
      );
      const left = mended.map((each) => analyze(each).problems.filter(({ severity }) => severity === 'error').length);
      if (found.length > 0) expect(Math.min(...left)).toBe(0);
    }
  }
});

test('removes invisible characters', () => {
  const text = 'a = 1\u200b + 2';
  const snapshot = read(text);
  const [{ title, edits }] = fixesOf(snapshot, snapshot.problems[0]);
  expect([title, applyEdits(text, edits)]).toEqual(['Remove invisible characters', 'a = 1 + 2']);
});

describe('fixes all problems that have exactly one fix', () => {
  test.each([
    ['a = x ** 2 // two\r\nb = 1,5 + 2×3\r\n', 'a = x ^ 2 # two\r\nb = 1.5 + 2*3\r\n'],
    ['b = 1,5 + 2,5 // both', 'b = 1.5 + 2.5 # both'],
    ['c = 1, 5\nd = sigmiod(+2)', 'c = 1, 5\nd = sigmiod(2)'],
    ['# x ** 2 // y\na = 1', '# x ** 2 // y\na = 1'],
  ])('%j', (text, after) => {
    expect(applyEdits(text, certainEdits(evaluatedIfPossible(text)))).toBe(after);
  });
});
