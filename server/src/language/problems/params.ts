/** Problems of params and data. */

import * as l10n from '@vscode/l10n';
import { error, kindName } from './base/row.ts';

export const paramProblems = {
  'not-constant': error(
    (definitionKind: string, name: string, kind: string) =>
      definitionKind === 'data'
        ? l10n.t`'${name}' is a ${kindName(kind)}; data can only use numbers, consts and other data`
        : l10n.t`'${name}' is a ${kindName(kind)}; a ${kindName(definitionKind)} can only use numbers, consts and data`,
    { broken: 'param x = 1\nconst a = 2 * x', fixed: 'param x = 1\na = 2 * x' },
  ),
  'depends-on-param': error(
    (definitionKind: string, param: string) =>
      definitionKind === 'data'
        ? l10n.t`this depends on the param ${param}; data can only use numbers, consts and other data`
        : l10n.t`this depends on the param ${param}; a ${kindName(definitionKind)} can only use numbers, consts and data`,
    {
      broken: 'param w = 2\nfn f(x) = w * x\nconst a = f(3)',
      fixed: 'param w = 2\nfn f(x) = w * x\na = f(3)',
    },
  ),
  'undefined-initializer': error(
    (name: string, known: string, similar?: string) =>
      similar === undefined
        ? l10n.t`initializer '${name}' is not defined; choose from ${known}`
        : l10n.t`initializer '${name}' is not defined; did you mean '${similar}'?`,
    { broken: 'param W[2, 3] ~ xavier()', fixed: 'param W[2, 3] ~ glorot()' },
  ),
  'invalid-initializer-arguments': error(
    (initializer: string, reason: string) => l10n.t`${initializer} can't initialize this param: ${reason}`,
    {
      broken: 'param W[2] ~ uniform(1, 0)',
      fixed: 'param W[2] ~ uniform(0, 1)',
    },
  ),
  'misplaced-csv': error(
    () => l10n.t('csv(…) must be the whole value of a data statement, as in data X = csv("iris.csv")'),
    {
      broken: 'data X = 2 * csv("numbers.csv")',
      fixed: 'data numbers = csv("numbers.csv")\nX = 2 * numbers',
      files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
    },
  ),
  'invalid-csv-arguments': error(
    () => l10n.t('csv takes a file and, optionally, columns: csv("iris.csv", columns = ["a", "b"])'),
    {
      broken: 'data X = csv("numbers.csv", 2)',
      fixed: 'data X = csv("numbers.csv", columns = ["b"])',
      files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
    },
  ),
  'data-without-samples': error(
    (name: string) => l10n.t`data must have a samples axis, but ${name} is a scalar; write [${name}₁, ${name}₂, …]`,
    { broken: 'data x = 3', fixed: 'data x = [3, 4, 5]' },
  ),
  'data-lengths-differ': error(
    (name: string, length: number, first: string, firstLength: number) =>
      l10n.t`all data must have the same number of samples, but ${name} has ${length} and ${first} has ${firstLength}`,
    {
      broken: 'data x = [1, 2, 3]\ndata y = [2, 4]',
      fixed: 'data x = [1, 2, 3]\ndata y = [2, 4, 6]',
    },
  ),
} as const;
