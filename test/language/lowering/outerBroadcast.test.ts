/** The outer-broadcast warning is not reported in imports, the library or gradients, nor for a reshape made for it. */

import { describe, expect, test } from 'vitest';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import { type Files, noFiles } from '../../../server/src/language/names/modules/files.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';

const files: Files = {
  ...noFiles,
  readText: (name) => ({ path: name, text: 'const table = [1, 2] * [[3], [4]]\nfn gap(a, b) = a - b' }),
};

test('imported functions and consts give no warning', () => {
  const text = 'import "gaps.bp"\ny = gap([1, 2], [[3], [4]]) + table';
  expect(analyze(text, 0, { ...emptyContext, files }).problems).toEqual([]);
});

test('library functions give no warning', () => {
  const text = 'q = [[1, 2], [3, 4], [5, 6]]\ny = attention(q, q, q) + sum(dense(q, 3)) + sum(mlp(q, 4, 1))';
  expect(analyze(text).problems).toEqual([]);
});

test('gradients, which broadcast freely, give no warning', () => {
  const text = 'param a = [1, 2]\nparam b = [3, 4]\nloss L = sum(outer(a, b)^2)\ng = ∂L/∂a + ∂(sum(∂L/∂a))/∂b';
  expect(analyze(text).problems).toEqual([]);
});

describe('an axis that reshape inserted', () => {
  const definitions = 'const n = 4\ndata x = [1, 2, 3, 4]\nparam v = [1, 2, 3, 4]\ni = arange(n)\n';

  test.each([
    'mask = reshape(i, [n, 1]) >= i',
    'row = reshape(i, [-1, 1])\nmask = where(row >= i, 0, -1e9)',
    'distances = (reshape(x, [n, 1]) - x)^2',
    'row = 2 * reshape(v, [n, 1]) + 1\ntable = row * v',
    'table = reshape(x, [n, 1, 1]) * reshape(v, [n, 1])',
  ])('is meant to broadcast in %j', (text) => {
    expect(analyze(definitions + text).problems).toEqual([]);
  });

  test.each([
    ['a loss', 'loss L = mse(reshape(v, [n, 1]), x)'],
    ['a reshape that removes the axis of another operand', 'table = reshape([[1], [2]], -1) * [[1], [2], [3]]'],
    ['a column of a table', 'column = x @ [[1, 2], [3, 4], [5, 6], [7, 8]]\ntable = column * [[1], [2], [3]]'],
  ])('is not meant to in %s', (_, text) => {
    expect(analyze(definitions + text).problems.map(({ code }) => code)).toContain('both-sides-broadcast');
  });
});
