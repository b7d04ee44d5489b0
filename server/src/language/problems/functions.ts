/** Problems of functions, imports and the files they come from. */

import * as l10n from '@vscode/l10n';
import { error, kindName } from './base/row.ts';

export const functionProblems = {
  'return-outside': error(() => l10n.t("'return' stands in the body of a function, between braces"), {
    broken: 'return 1',
    fixed: 'a = 1',
  }),
  'missing-return': error((name: string) => l10n.t`${name} returns nothing; its last statement is 'return …'`, {
    broken: 'fn f(x) {\n  y = 2 * x\n}',
    fixed: 'fn f(x) {\n  y = 2 * x\n  return y\n}',
  }),
  'after-return': error(() => l10n.t("nothing follows 'return' in a function"), {
    broken: 'fn f(x) {\n  return x\n  y = 2 * x\n}',
    fixed: 'fn f(x) {\n  y = 2 * x\n  return y\n}',
  }),
  'not-in-function': error(
    (keyword: string) =>
      keyword === 'import' || keyword === 'fn'
        ? l10n.t`'${keyword}' stands outside of functions`
        : l10n.t`a function holds consts, params and nodes, and no '${keyword}'`,
    {
      broken: 'fn f(x) {\n  loss L = x^2\n  return x\n}',
      fixed: 'fn f(x) = x^2\nparam x = 3\nloss L = f(x)',
    },
  ),
  'parameter-twice': error((name: string) => l10n.t`the parameter '${name}' is named twice`, {
    broken: 'fn f(x, x) = x',
    fixed: 'fn f(x, y) = x + y',
  }),
  'not-a-function-name': error(
    (name: string) => l10n.t`${name}(…) has a meaning of its own, and no function can be called so`,
    { broken: 'fn grad(x) = 2 * x', fixed: 'fn slope(x) = 2 * x' },
  ),
  'recursive-function': error((cycle: string) => l10n.t`a function can't call itself: ${cycle}`, {
    broken: 'fn f(x) = 2 * f(x)',
    fixed: 'fn half(x) = x / 2\nfn f(x) = 2 * half(x)',
  }),
  'param-not-here': error(
    (callee: string) => l10n.t`${callee} makes params; call it in a node or a loss, after which they are named`,
    {
      broken: 'data X = [[1, 2]]\nexpect sum(dense(X, 2)) ≈ 1 within 100',
      fixed: 'data X = [[1, 2]]\nh = dense(X, 2)\nexpect sum(h) ≈ 1 within 100',
    },
  ),
  'not-imported': error(
    (name: string, kind: string, file: string) =>
      kind === 'data'
        ? l10n.t`'${name}' is data of ${file}, and only its functions and consts can be used elsewhere`
        : l10n.t`'${name}' is a ${kindName(kind)} of ${file}, and only its functions and consts can be used elsewhere`,
    {
      broken: 'import "layers.bp"\na = scale(2)',
      fixed: 'import "layers.bp"\nparam w = 3\na = times(2, w)',
      files: { 'layers.bp': 'param w = 3\nfn scale(x) = w * x\nfn times(x, w) = w * x' },
    },
  ),
  'file-trouble': error((reason: string) => reason, {
    broken: 'data X = csv("number.csv")',
    fixed: 'data X = csv("numbers.csv")',
    files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
  }),
  'import-cycle': error((cycle: string) => l10n.t`files can't import one another in a circle: ${cycle}`, {
    broken: 'import "a.bp"',
    fixed: 'import "b.bp"',
    files: { 'a.bp': 'import "c.bp"', 'c.bp': 'import "a.bp"', 'b.bp': 'const gain = 3' },
  }),
  'import-broken': error(
    (name: string, line: number, message: string) => l10n.t`${name} has an error in line ${line}: ${message}`,
    {
      broken: 'import "broken.bp"\na = gain',
      fixed: 'import "whole.bp"\na = gain',
      files: { 'broken.bp': 'const gain = (3', 'whole.bp': 'const gain = (3)' },
    },
  ),
} as const;
