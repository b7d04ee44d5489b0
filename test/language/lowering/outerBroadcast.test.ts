/** The outer-broadcast warning is not reported in imports, the library or gradients. */

import { expect, test } from 'vitest';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import { type Files, noFiles } from '../../../server/src/language/names/files.ts';
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
