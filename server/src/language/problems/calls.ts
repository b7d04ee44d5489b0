/** Problems of calls and their arguments. */

import * as l10n from '@vscode/l10n';
import { shapeIndexOf } from '../foreign/functions.ts';
import { error } from './row.ts';

export const callProblems = {
  'undefined-function': error(
    (name: string, similar?: string, written?: string) => {
      if (written !== undefined) return l10n.t`function '${name}' is not defined; write ${written}`;
      return similar === undefined
        ? l10n.t`function '${name}' is not defined`
        : l10n.t`function '${name}' is not defined; did you mean '${similar}'?`;
    },
    { broken: 'a = sigmiod(1)', fixed: 'a = sigmoid(1)' },
    { hasCertainFix: true },
  ),
  'too-many-arguments': error(
    (callee: string, signature: string) =>
      signature.includes('shape') && shapeIndexOf(callee) !== undefined
        ? l10n.t`too many arguments for ${callee}; a shape is one list, as in [2, 3]`
        : l10n.t`too many arguments for ${callee}; its signature is ${signature}`,
    { broken: 'a = max(1, 2, 3)', fixed: 'a = max(1, max(2, 3))' },
    { hasCertainFix: true },
  ),
  'missing-argument': error(
    (callee: string, parameter: string, signature: string) =>
      l10n.t`${callee} needs the argument '${parameter}'; its signature is ${signature}`,
    { broken: 'a = where(1, 2)', fixed: 'a = where(1, 2, 3)' },
  ),
  'unknown-argument': error(
    (callee: string, name: string, signature: string, parameter?: string) =>
      parameter === undefined
        ? l10n.t`${callee} has no argument '${name}'; its signature is ${signature}`
        : l10n.t`${callee} has no argument '${name}'; write ${parameter} = …`,
    { broken: 'a = sum([1, 2], dim = 0)', fixed: 'a = sum([1, 2], axis = 0)' },
    { hasCertainFix: true },
  ),
  'duplicate-argument': error(
    (callee: string, parameter: string) => l10n.t`the argument '${parameter}' of ${callee} is given twice`,
    {
      broken: 'a = sum([1, 2], 0, axis = 0)',
      fixed: 'a = sum([1, 2], axis = 0)',
    },
  ),
  'not-an-axis': error(() => l10n.t('an axis must be a constant whole number such as 0 or −1, or a list of them'), {
    broken: 'a = sum([1, 2], axis = 0.5)',
    fixed: 'a = sum([1, 2], axis = 0)',
  }),
  'not-a-boolean': error((parameter: string) => l10n.t`'${parameter}' must be 0 or 1`, {
    broken: 'a = sum([1, 2], keep = 2)',
    fixed: 'a = sum([1, 2], keep = 1)',
  }),
  'not-a-shape': error(() => l10n.t('a shape must be a constant whole number or a list of them, such as [2, 3]'), {
    broken: 'param n = 2\na = zeros([n, 3])',
    fixed: 'const n = 2\na = zeros([n, 3])',
  }),
  'not-integers': error(
    (parameter: string) => l10n.t`'${parameter}' must be a constant whole number or a list of them, such as [1, 0]`,
    {
      broken: 'a = unslice([1, 2], shape = [4], begin = [0.5])',
      fixed: 'a = unslice([1, 2], shape = [4], begin = [1])',
    },
  ),
  'not-a-length': error(() => l10n.t('the length of an axis must be a constant whole number, 0 or greater'), {
    broken: 'param W[2, 0.5] ~ zeros()',
    fixed: 'param W[2, 5] ~ zeros()',
  }),
  'not-a-count': error((parameter: string) => l10n.t`'${parameter}' must be a constant whole number, 0 or greater`, {
    broken: 'a = eye(-1)',
    fixed: 'a = eye(1)',
  }),
  'argument-not-constant': error((parameter: string) => l10n.t`'${parameter}' must be a constant number`, {
    broken: 'param x = 3\na = arange(x)',
    fixed: 'const x = 3\na = arange(x)',
  }),
  'not-a-reduction': error(() => l10n.t('the reduction must be "mean", "sum" or "none"'), {
    broken: 'a = mse([1], [2], reduction = "max")',
    fixed: 'a = mse([1], [2], reduction = "sum")',
  }),
  'without-vocabulary': error(() => l10n.t('this has no vocabulary; name data that text(…) reads'), {
    broken: 'data names = text("names.txt")\na = decode([[0, 1]], [0, 1])',
    fixed: 'data names = text("names.txt")\na = decode([[0, 1]], names)',
    files: { 'names.txt': 'ann\nbob\n' },
  }),
  'not-a-list': error((parameter: string) => l10n.t`'${parameter}' must be a list of tensors, such as [a, b]`, {
    broken: 'a = [1, 2]\nb = concat(a)',
    fixed: 'a = [1, 2]\nb = concat([a, a])',
  }),
  'not-an-index': error(
    () =>
      l10n.t(
        'an index must be a constant whole number or a slice such as 1:3; to index with a tensor, use gather(x, indices)',
      ),
    { broken: 'a = [1, 2, 3]\nb = a[[0, 2]]', fixed: 'a = [1, 2, 3]\nb = gather(a, [0, 2])' },
  ),
  'misplaced-string': error(
    () => l10n.t("a string can't be used as a value; strings only name files, columns, reductions and precisions"),
    { broken: 'a = "three"', fixed: 'a = 3' },
  ),
} as const;
