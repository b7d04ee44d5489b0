/** The chain rule of each operator, in symbols and in numbers. */

import { describe, expect, test } from 'vitest';
import { formatMagnitude } from '../../server/src/display/quantity.ts';
import { ChainRule } from '../../server/src/explain/chainRule.ts';
import { labelsOf } from '../../server/src/explain/labels.ts';
import { evaluated } from '../support/models/evaluated.ts';

/** The contributions to the gradient of x = 3 through y; z is −4. */
const scalars: Record<string, readonly string[]> = {
  'x + z': ['∂L/∂y · ∂y/∂x = 10 · 1 = 10'],
  'z - x': ['∂L/∂y · ∂y/∂x = 10 · −1 = −10'],
  'x * z': ['∂L/∂y · ∂y/∂x = 10 · z = 10 · −4 = −40'],
  'x / z': ['∂L/∂y · ∂y/∂x = 10 · 1 / z = 10 · 1 / (−4) = −2.5'],
  'z / x': ['∂L/∂y · ∂y/∂x = 10 · −(y / x) = 10 · −(−1.333 / 3) = 4.444'],
  '-x': ['∂L/∂y · ∂y/∂x = 10 · −1 = −10'],
  'x^2': ['∂L/∂y · ∂y/∂x = 10 · 2 · x = 10 · 2 · 3 = 60'],
  'x^3': ['∂L/∂y · ∂y/∂x = 10 · 3 · x^2 = 10 · 3 · 3^2 = 270'],
  'x^z': ['where(z, ∂L/∂y · z · x^(z − 1), 0) = −0.1646'],
  '2^x': ['∂L/∂y · ∂y/∂x = 10 · 5.545 = 55.45'],
  'x^0.5': ['∂L/∂y · ∂y/∂x = 10 · 0.5 · x^(−0.5) = 10 · 0.5 · 3^(−0.5) = 2.887'],
  '(x + z)^2': ['∂L/∂(x + z) · ∂(x + z)/∂x = −20 · 1 = −20'],
  'x * (z - 1)': ['∂L/∂y · ∂y/∂x = 10 · (z - 1) = 10 · −5 = −50'],
  'x * -z': ['∂L/∂y · ∂y/∂x = 10 · (-z) = 10 · 4 = 40'],
  'x * x': ['∂L/∂y · ∂y/∂x = 10 · x = 10 · 3 = 30', '∂L/∂y · ∂y/∂x = 10 · x = 10 · 3 = 30'],
  'exp(x)': ['∂L/∂y · ∂y/∂x = 10 · y = 10 · 20.09 = 200.9'],
  'log(x)': ['∂L/∂y · ∂y/∂x = 10 · 1 / x = 10 · 1 / 3 = 3.333'],
  'sqrt(x)': ['∂L/∂y · ∂y/∂x = 10 · 1 / (2 · y) = 10 · 1 / (2 · 1.732) = 2.887'],
  'abs(x)': ['∂L/∂y · ∂y/∂x = 10 · sign(x) = 10 · sign(3) = 10'],
  'sign(x)': ['0'],
  'cos(x)': ['∂L/∂y · ∂y/∂x = 10 · −sin(x) = 10 · −sin(3) = −1.411'],
  'tanh(x)': ['∂L/∂y · ∂y/∂x = 10 · (1 − y · y) = 10 · (1 − 0.9951 · 0.9951) = 0.09866'],
  'atan(x)': ['∂L/∂y · ∂y/∂x = 10 · 1 / (1 + x · x) = 10 · 1 / (1 + 3 · 3) = 1'],
  'relu(x)': ['∂L/∂y · ∂y/∂x = 10 · (x > 0) = 10 · (3 > 0) = 10'],
  'relu(-x)': ['∂L/∂(-x) · ∂(-x)/∂x = 0 · −1 = 0'],
  'elu(x)': ['∂L/∂y · ∂y/∂x = 10 · where(x < 0, exp(x), 1) = 10 · 1 = 10'],
  'sigmoid(x)': ['∂L/∂y · ∂y/∂x = 10 · y · (1 − y) = 10 · 0.9526 · (1 − 0.9526) = 0.4518'],
  'silu(x)': [
    '∂L/∂y · ∂y/∂x = 10 · sigmoid(x) · (1 + x · (1 − sigmoid(x))) = 10 · sigmoid(3) · (1 + 3 · (1 − sigmoid(3))) = 10.88',
  ],
  'gelu(x)': ['∂L/∂y · ∂y/∂x = 10 · 1.012 = 10.12'],
  'max(x, z)': ['∂L/∂y · ∂y/∂x = 10 · where(x < z, 0, where(x == z, 0.5, 1)) = 10 · 1 = 10'],
  'max(z, x)': ['∂L/∂y · ∂y/∂x = 10 · where(x < z, 0, where(z == x, 0.5, 1)) = 10 · 1 = 10'],
  'min(x, z)': ['∂L/∂y · ∂y/∂x = 10 · where(x > z, 0, where(x == z, 0.5, 1)) = 10 · 0 = 0'],
  'max(x, 3)': ['∂L/∂y · ∂y/∂x = 10 · where(x < 3, 0, where(x == 3, 0.5, 1)) = 10 · 0.5 = 5'],
  'where(5 + z, x, z)': ['∂L/∂y · ∂y/∂x = 10 · ((5 + z) != 0) = 10 · (1 != 0) = 10'],
  'where(5 * z, z, x)': ['∂L/∂y · ∂y/∂x = 10 · ((5 * z) == 0) = 10 · (−20 == 0) = 0'],
  'x / (4 + 0 * z + 0 * square(z) + 0 * sin(z))': ['∂L/∂y · ∂y/∂x = 10 · 0.25 = 2.5'],
  'clip(x, 0, 1)': ['∂L/∂y · ∂y/∂x = 10 · (x >= 0) · (x <= 1) = 10 · (3 >= 0) · (3 <= 1) = 0'],
  'where(x > 0, x, z)': ['∂L/∂y · ∂y/∂x = 10 · (x > 0) = 10 · 1 = 10'],
  'where(x > 0, z, x)': ['∂L/∂y · ∂y/∂x = 10 · (1 − (x > 0)) = 10 · (1 − 1) = 0'],
  'where(x <= 0, z, x)': ['∂L/∂y · ∂y/∂x = 10 · (x > 0) = 10 · (3 > 0) = 10'],
  x: ['∂L/∂y · ∂y/∂x = 10 · 1 = 10'],
  'mean(x)': ['∂L/∂y · ∂y/∂x = 10 · 1 / 1 = 10'],
  'erf(x)': ['∂L/∂y · ∂y/∂x = 10 · 1.128 · exp(−(x · x)) = 10 · 1.128 · exp(−(3 · 3)) = 0.001393'],
  'clip(z, x, 0)': ['∂L/∂y · ∂y/∂x = 10 · (z < x) · (x < 0) = 10 · (−4 < 3) · (3 < 0) = 0'],
  'clip(0, -9, x)': ['∂L/∂y · ∂y/∂x = 10 · max(0 > x, x < −9) = 10 · max(0 > 3, 3 < −9) = 0'],
  'max(x, -9)': ['∂L/∂y · ∂y/∂x = 10 · where(x < −9, 0, where(x == −9, 0.5, 1)) = 10 · 1 = 10'],
};

/** The contributions to the gradient of X = [[1, 2], [3, 4]] through y; W is [[1], [2]], and b is [5, 6]. */
const matrices: Record<string, readonly string[]> = {
  'X + b': ['∂L/∂y · ∂y/∂X = ∂L/∂y · 1 = 20'],
  'X * b': ['∂L/∂y · ∂y/∂X = ∂L/∂y · b = 110.5'],
  'X / b': ['∂L/∂y · ∂y/∂X = ∂L/∂y · 1 / b = 3.682'],
  'X @ W': ['∂L/∂y @ W.T = 31.62'],
  'W.T @ X.T': ['(∂L/∂X.T).T = 31.62'],
  'X.T': ['(∂L/∂y).T = 20'],
  'sum(X)': ['∂L/∂y = 20'],
  'sum(X, axis = 0)': ['∂L/∂y = 20'],
  'mean(X, axis = 1)': ['∂L/∂y / 2 = 10'],
  'relu(X)': ['∂L/∂y · ∂y/∂X = ∂L/∂y · (X > 0) = 20'],
  'X^2': ['∂L/∂y · ∂y/∂X = ∂L/∂y · 2 · X = 109.5'],
  'sum(X * X)': [
    '∂L/∂(X * X) · ∂(X * X)/∂X = ∂L/∂(X * X) · X = 54.77',
    '∂L/∂(X * X) · ∂(X * X)/∂X = ∂L/∂(X * X) · X = 54.77',
  ],
  'max(X, 2)': ['∂L/∂y · ∂y/∂X = ∂L/∂y · where(X < 2, 0, where(X == 2, 0.5, 1)) = 15'],
  'gelu(X)': ['∂L/∂y · ∂y/∂X = ∂L/∂y · (0.5 · (1 + erf(X · 0.7071)) + X · 0.3989 · exp(−(0.5 · X · X))) = 20.92'],
};

/** The contributions to the gradient of b, which is broadcast. */
const vectors: Record<string, readonly string[]> = {
  'X + b': ['sum(∂L/∂y) = 28.28'],
  'X * b': ['sum(∂L/∂y · X) = 72.11'],
  'X @ b': ['X.T @ ∂L/∂y = 72.11'],
  'b / 2': ['∂L/∂y · ∂y/∂b = ∂L/∂y · 1 / 2 = 7.071'],
};

describe('the chain rule', () => {
  test.each(Object.entries(scalars))('explains the gradient of x in y = %s', (expression, rows) => {
    expect(rowsFor(`param x = 3\nparam z = -4\ny = ${expression}\nloss L = 10 * y`, 'x')).toEqual(rows);
  });

  const tensors = 'param X = [[1, 2], [3, 4]]\nparam W = [[1], [2]]\nparam b = [5, 6]';
  test.each(Object.entries(matrices))('explains the gradient of X in y = %s', (expression, rows) => {
    expect(rowsFor(`${tensors}\ny = ${expression}\nloss L = sum(10 * y)`, 'X')).toEqual(rows);
  });

  test.each(Object.entries(vectors))('explains the gradient of b in y = %s', (expression, rows) => {
    expect(rowsFor(`${tensors}\ny = ${expression}\nloss L = sum(10 * y)`, 'b')).toEqual(rows);
  });
});

test('a long formula is shown by its value only', () => {
  const long = 'x * (z * z * z * z * z * z * z * z * z * z * z + 1 + z)';
  expect(rowsFor(`param x = 3\nparam z = 1\ny = ${long}\nloss L = y`, 'x')).toEqual(['∂L/∂y · ∂y/∂x = 1 · 3 = 3']);
});

test.each([
  ['> 1, x, z', '∂L/∂y · ∂y/∂x = 10 · 1 = 10'],
  ['> 1, z, x', '∂L/∂y · ∂y/∂x = 10 · 0 = 0'],
  ['< 1, x, z', '∂L/∂y · ∂y/∂x = 10 · 0 = 0'],
  ['< 1, z, x', '∂L/∂y · ∂y/∂x = 10 · 1 = 10'],
])('a long condition in where(… %s) is shown by its value only', (rest, row) => {
  const long = 'x * x * x * x * x * x * x * x * x * x * x';
  expect(rowsFor(`param x = 3\nconst z = -4\ny = where(${long} ${rest})\nloss L = 10 * y`, 'x').at(-1)).toBe(row);
});

test('a gradient referenced by name has no chain rule', () => {
  expect(rowsFor('param b = [1, 2]\ny = [[1, 2], [3, 4]] + b\nloss L = sum(y)\nexpect ∂L/∂b ≈ 2', 'b')).toEqual([
    'sum(∂L/∂y) = 2.828',
  ]);
});

describe('a node', () => {
  test.each([
    ['the name of its statement', 'x = 1 + 2', ['x']],
    ['its source', 'x = (1 +  # one\n\t 2) * 3', ['1 + 2', 'x']],
    ['the start of a long source', `x = -[${'1, '.repeat(20)}]`, [`[${'1, '.repeat(15)}1…`, 'x']],
    ['the start of a source that is mostly comment', `x = (1 +  # ${'one'.repeat(70)}\n  2) * 3`, ['1 +…', 'x']],
    ['each of its names', 'x = 1 + 2\ny = x', ['x', 'y']],
  ])('is labeled by %s', (_, text, labels) => {
    const found = [...labelsOf(evaluated(text)).values()].map(({ text }) => text);
    expect(found).toEqual(labels);
  });
});

function rowsFor(text: string, name: string): string[] {
  const snapshot = evaluated(text);
  const rule = ChainRule.of(snapshot, 4)!;
  const node = snapshot.model.statementNodes[snapshot.names.definitions.get(name)!.id];
  return rule.contributionsTo(node).map(({ steps, product }) => [...steps, formatMagnitude(product, 4)].join(' = '));
}
