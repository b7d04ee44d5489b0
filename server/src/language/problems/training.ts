/** Problems of the train statement and its settings. */

import * as l10n from '@vscode/l10n';
import { error, warning } from './row.ts';

export const trainingProblems = {
  'undefined-optimizer': error(
    (name: string, known: string, similar?: string) =>
      similar === undefined
        ? l10n.t`optimizer '${name}' is not defined; choose from ${known}`
        : l10n.t`optimizer '${name}' is not defined; did you mean '${similar}'?`,
    { broken: 'train adagrad(lr = 0.1)', fixed: 'train adam(lr = 0.1)' },
  ),
  'invalid-setting': error(
    (name: string, constraint: string) => l10n.t`'${name}' must be ${constraint}, given as a constant`,
    { broken: 'train sgd(epochs = 1.5)', fixed: 'train sgd(epochs = 2)' },
  ),
  'out-of-range': error(
    (name: string, range: string, value: string) => l10n.t`'${name}' must be ${range}, not ${value}`,
    {
      broken: 'train sgd(lr = -0.1)',
      fixed: 'train sgd(lr = 0.1)',
    },
  ),
  'duplicate-train': error((line: number) => l10n.t`a file can have only one 'train'; the first is on line ${line}`, {
    broken: 'train sgd(lr = 0.1)\ntrain sgd(lr = 0.2)',
    fixed: 'train sgd(lr = 0.2)',
  }),
  'param-not-reached': warning(
    (name: string, root: string) => l10n.t`${root} doesn't depend on ${name}, so training never changes it`,
    {
      broken: 'param a = 1\nparam b = 2\nloss L = a^2',
      fixed: 'param a = 1\nparam b = 2\nloss L = (a + b)^2',
    },
  ),
} as const;
