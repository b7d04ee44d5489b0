/** Every form of a statement and its meaning. */

import { describe, expect, test } from 'vitest';
import { parse } from '../../../server/src/language/syntax/parser/parse.ts';
import { evaluated, scalarsOf, valuesOf } from '../../support/models/evaluated.ts';

test("a statement's kind is determined by its first tokens", () => {
  const text = [
    'const c = 1',
    'param p = 2',
    'data d = [1, 2]',
    'n = 3',
    'loss L = p',
    'train sgd(lr = 0.1)',
    'train sgd',
    'expect 1 ≈ 1',
    'expect 1 ~= 1 within 0.1',
    'param = 3',
  ].join('\n');
  expect(parse(text).tree.statements.map(({ kind }) => kind)).toEqual([
    'const',
    'param',
    'data',
    'node',
    'loss',
    'train',
    'train',
    'expect',
    'expect',
    'broken',
  ]);
});

test("a statement's range excludes trailing whitespace and comments", () => {
  const text = '\n  q = x + y  # sum\nexpect q ≈ 3 within 1 \r\n';
  expect(parse(text).tree.statements.map(({ start, end }) => text.slice(start, end))).toEqual([
    'q = x + y',
    'expect q ≈ 3 within 1',
  ]);
});

test('a broken statement keeps its valid prefix', () => {
  const { statements } = parse('param x = (\nloss L\ntrain\nexpect 1\n3 = x').tree;
  expect(statements.map(({ kind, ...rest }) => ({ kind, ...pick(rest) }))).toEqual([
    { kind: 'broken', intended: 'param', name: 'x' },
    { kind: 'broken', intended: 'loss', name: 'L' },
    { kind: 'broken', intended: 'train' },
    { kind: 'broken', intended: 'expect' },
    { kind: 'broken' },
  ]);
});

describe('statements', () => {
  test.each([
    ['const a = 1\nparam b = 2 * a\ndata c = [a, 2]\nd = b', { a: 1, b: 2, d: 2 }],
    ['a = 1 + 2 * 3 - 4 / 8 ^ 0 ** 2', { a: 3 }],
    ['a = -2^2\nb = 2^-1\nc = 2^3^2', { a: -4, b: 0.5, c: 512 }],
    ['a = 1 < 2\nb = 2 <= 1\nc = 1 == 1\nd = 1 != 1', { a: 1, b: 0, c: 1, d: 0 }],
    ['a = max(1, 2)\nb = where(a > 1, 10, 20)', { a: 2, b: 10 }],
    ['mean = mean([1, 2, 3])\nsum = mean + 1', { mean: 2, sum: 3 }],
    ['사과 = 100\nθ = 사과 * 2', { 사과: 100, θ: 200 }],
    ['x = 3\r\ny = x\rz = y\n', { x: 3, y: 3, z: 3 }],
    ['\ufeffx = 3', { x: 3 }],
    ['x = (1 +\n  # one more\n  2\n)', { x: 3 }],
    ['param x = 3\nloss L = x^2\ng = ∂L/∂x\nh = grad(L, x)\ni = ∂(g * x)/∂x', { x: 3, L: 9, g: 6, h: 6, i: 12 }],
  ])('%j has the expected scalars', (text, values) => {
    expect(scalarsOf(text)).toMatchObject(values);
  });

  test.each([
    ['x = [[1, 2], [3, 4]]', [1, 2, 3, 4]],
    ['x = [[1, 2], [3, 4]].T', [1, 3, 2, 4]],
    ['x = [1, 2] @ [[1, 2], [3, 4]]', [7, 10]],
    ['x = [[1], [2]] + [10, 20]', [11, 21, 12, 22]],
    ['x = sum([[1, 2], [3, 4]], axis = 0)', [4, 6]],
    ['x = sum([[1, 2], [3, 4]], axis = -1, keep = 1)', [3, 7]],
    ['x = sum([[1, 2], [3, 4]], 0, 1)', [4, 6]],
    ['x = mean([[1, 2], [3, 4]], axis = [0, 1])', [2.5]],
    ['x = leaky_relu([-1, 1], slope = 0.5)', [-0.5, 1]],
    ['x = [1, -2, −3, --4, ]', [1, -2, -3, 4]],
    ['x = [-0]', [-0]],
  ])('%j has the expected elements', (text, elements) => {
    expect(valuesOf(evaluated(text), 'x')).toEqual(elements);
  });
});

function pick(statement: object): object {
  return {
    ...('intended' in statement && { intended: statement.intended }),
    ...('name' in statement && { name: (statement.name as { name: string }).name }),
  };
}
