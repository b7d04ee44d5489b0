/** Problems of function definitions. */

import * as l10n from '@vscode/l10n';
import { error } from './row.ts';

export const functionProblems = {
  'return-outside-function': error(() => l10n.t("'return' is only allowed in the body of a function"), {
    broken: 'return 1',
    fixed: 'a = 1',
  }),
  'missing-return': error((name: string) => l10n.t`${name} doesn't return a value; end its body with 'return …'`, {
    broken: 'fn f(x) {\n  y = 2 * x\n}',
    fixed: 'fn f(x) {\n  y = 2 * x\n  return y\n}',
  }),
  'return-not-last': error(() => l10n.t("'return' must be the last statement of a function"), {
    broken: 'fn f(x) {\n  return x\n  y = 2 * x\n}',
    fixed: 'fn f(x) {\n  y = 2 * x\n  return y\n}',
  }),
  'not-allowed-in-function': error(
    (keyword: string) =>
      keyword === 'import' || keyword === 'fn'
        ? l10n.t`'${keyword}' is not allowed in a function`
        : l10n.t`'${keyword}' is not allowed in a function; only consts, params and nodes are`,
    {
      broken: 'fn f(x) {\n  loss L = x^2\n  return x\n}',
      fixed: 'fn f(x) = x^2\nparam x = 3\nloss L = f(x)',
    },
  ),
  'duplicate-parameter': error((name: string) => l10n.t`the parameter '${name}' is declared twice`, {
    broken: 'fn f(x, x) = x',
    fixed: 'fn f(x, y) = x + y',
  }),
  'reserved-function-name': error(
    (name: string) => l10n.t`'${name}' is reserved for the built-in ${name}(…) and can't name a function`,
    { broken: 'fn grad(x) = 2 * x', fixed: 'fn slope(x) = 2 * x' },
  ),
  'recursive-function': error((cycle: string) => l10n.t`functions can't be recursive: ${cycle}`, {
    broken: 'fn f(x) = 2 * f(x)',
    fixed: 'fn half(x) = x / 2\nfn f(x) = 2 * half(x)',
  }),
  'misplaced-param': error(
    (callee: string) => l10n.t`${callee} creates params, so it can only be called in a node or a loss`,
    {
      broken: 'data X = [[1, 2]]\nexpect sum(dense(X, 2)) ≈ 1 within 100',
      fixed: 'data X = [[1, 2]]\nh = dense(X, 2)\nexpect sum(h) ≈ 1 within 100',
    },
  ),
} as const;
