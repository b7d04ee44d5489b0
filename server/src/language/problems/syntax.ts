/** Problems of syntax. */

import * as l10n from '@vscode/l10n';
import { error } from './row.ts';

export const syntaxProblems = {
  'unclosed-bracket': error(
    (opener: string, closer: string) => l10n.t`expected '${closer}' to close this '${opener}'`,
    { broken: 'a = (1 + 2', fixed: 'a = (1 + 2)' },
    { mayRecur: true },
  ),
  'stray-bracket': error(
    (bracket: string) => l10n.t`unmatched '${bracket}'; remove it`,
    { broken: 'a = 1 + 2)', fixed: 'a = 1 + 2' },
    { mayRecur: true },
  ),
  'missing-operand': error((before: string) => l10n.t`expected a value after '${before}'`, {
    broken: 'a = 1 +',
    fixed: 'a = 1 + 2',
  }),
  'missing-name': error((keyword: string) => l10n.t`expected a name after '${keyword}'`, {
    broken: 'param = 3',
    fixed: 'param x = 3',
  }),
  'missing-equals': error((before: string) => l10n.t`expected '=' and a value after '${before}'`, {
    broken: 'param x',
    fixed: 'param x = 3',
  }),
  'missing-comparison': error(
    () => l10n.t("'expect' must compare two values, as in expect a ≈ b (type '~=' for '≈')"),
    {
      broken: 'expect 1 + 1',
      fixed: 'expect 1 + 1 ≈ 2',
    },
  ),
  'missing-optimizer': error(() => l10n.t("expected an optimizer after 'train', as in train sgd(lr = 0.1)"), {
    broken: 'train (lr = 0.1)',
    fixed: 'train sgd(lr = 0.1)',
  }),
  'missing-initializer': error(
    (name: string) =>
      l10n.t`a param needs a value, as in param ${name} = 0.5, or an initializer, as in param ${name}[4, 8] ~ normal(0, 0.5)`,
    { broken: 'param W[2, 3]', fixed: 'param W[2, 3] ~ glorot()' },
  ),
  'missing-distribution': error(
    (name: string) => l10n.t`expected a distribution after '~', as in ${name} ~ normal(0, 1)`,
    { broken: 'eps[8, 2] ~', fixed: 'eps[8, 2] ~ normal()' },
  ),
  'missing-path': error(() => l10n.t('expected the path of a file after \'import\', as in import "layers.bp"'), {
    broken: 'import layers',
    fixed: 'import "layers.bp"',
    files: { 'layers.bp': 'fn twice(x) = 2 * x' },
  }),
  'incomplete-function': error(
    () => l10n.t("a function needs a value, as in fn f(x) = x^2, or a body in braces that ends with 'return …'"),
    { broken: 'fn twice(x)', fixed: 'fn twice(x) = 2 * x' },
  ),
  'empty-index': error(() => l10n.t("expected an index between '[' and ']', as in a[0] or a[1:3]"), {
    broken: 'a = [1, 2]\nb = a[]',
    fixed: 'a = [1, 2]\nb = a[0]',
  }),
  'incomplete-gradient': error(() => l10n.t('incomplete gradient; write ∂L/∂x or grad(L, x)'), {
    broken: 'param x = 3\nloss L = x^2\nslope = ∂L',
    fixed: 'param x = 3\nloss L = x^2\nslope = ∂L/∂x',
  }),
  'missing-operator': error(
    (left: string, right: string) =>
      l10n.t`expected an operator between '${left}' and '${right}'; to multiply, write *`,
    { broken: 'x = 3\na = 2(x + 1)', fixed: 'x = 3\na = 2 * (x + 1)' },
  ),
  'missing-comma': error((before: string) => l10n.t`expected ',' before '${before}'`, {
    broken: 'a = [1 2]',
    fixed: 'a = [1, 2]',
  }),
  'decimal-comma': error(
    (whole: string, decimals: string) =>
      l10n.t`unexpected ','; write ${whole}.${decimals} for a decimal number or [${whole}, ${decimals}] for a list`,
    { broken: 'a = 1,5', fixed: 'a = 1.5' },
    { hasCertainFix: true },
  ),
  'leading-plus': error(
    () => l10n.t("a value can't start with '+'; remove it"),
    { broken: 'a = +3', fixed: 'a = 3' },
    { hasCertainFix: true },
  ),
  'call-without-parentheses': error(
    (name: string, operand: string) =>
      l10n.t`the argument of ${name} must be in parentheses: ${name}(${operand === '(' ? '…' : operand})`,
    { broken: 'x = 3\na = sin x', fixed: 'x = 3\na = sin(x)' },
  ),
  'method-call': error(
    (name: string, written?: string) =>
      written === undefined
        ? l10n.t`values have no method '${name}'; call a function, as in sum(x)`
        : l10n.t`values have no method '${name}'; write ${written}`,
    {
      broken: 'x = [1, 2]\na = x.sum()',
      fixed: 'x = [1, 2]\na = sum(x)',
    },
    { hasCertainFix: true },
  ),
  'wrong-comment-marker': error(
    () => l10n.t("comments start with '#'"),
    {
      broken: 'a = 3 // three',
      fixed: 'a = 3 # three',
    },
    { hasCertainFix: true },
  ),
  'unknown-keyword': error(
    (word: string, name: string, similar?: string) =>
      similar === undefined
        ? l10n.t`'${word}' is not a keyword; to define a node, write ${name} = …`
        : l10n.t`'${word}' is not a keyword; did you mean '${similar}'?`,
    { broken: 'parm x = 3', fixed: 'param x = 3' },
  ),
  'hyphen-in-name': error((name: string) => l10n.t`a name can't contain '-'; write ${name}`, {
    broken: 'param learning-rate = 3',
    fixed: 'param learning_rate = 3',
  }),
  'digit-before-name': error((text: string) => l10n.t`'${text}' is not a valid name: names can't start with a digit`, {
    broken: 'param 1st = 3',
    fixed: 'param first = 3',
  }),
  'unexpected-token': error(
    (token: string, isInParentheses = false) =>
      isInParentheses
        ? l10n.t`unexpected '${token}'; write a list in square brackets, as in [1, 2]`
        : l10n.t`unexpected '${token}'`,
    {
      broken: 'a = (1, 2)',
      fixed: 'a = [1, 2]',
    },
  ),
  'not-a-statement': error(
    (token: string, isValue: boolean) =>
      isValue ? l10n.t('a value needs a name, as in y = …') : l10n.t`a statement can't start with '${token}'`,
    {
      broken: '1 + 2',
      fixed: 'a = 1 + 2',
    },
  ),
  'unexpected-character': error(
    (character: string, replacement?: string) => {
      if (replacement === '') return l10n.t`unexpected character ${character}; remove it`;
      return replacement === undefined
        ? l10n.t`unexpected character ${character}`
        : l10n.t`unexpected character ${character}; write ${replacement}`;
    },
    { broken: 'x = 3\na = 2·x', fixed: 'x = 3\na = 2 * x' },
    { hasCertainFix: true },
  ),
  'malformed-number': error(
    (text: string, product: string) => l10n.t`'${text}' is not a valid number or name; to multiply, write ${product}`,
    { broken: 'x = 2\na = 3x', fixed: 'x = 2\na = 3 * x' },
  ),
  'number-too-large': error((text: string) => l10n.t`${text} is too large for a float64`, {
    broken: 'a = 1e309',
    fixed: 'a = 1e308',
  }),
  'keyword-as-name': error((keyword: string) => l10n.t`'${keyword}' is a keyword and can't be used as a name`, {
    broken: 'param loss = 1',
    fixed: 'param level = 1',
  }),
} as const;
