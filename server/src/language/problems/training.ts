/** Problems of training: the train statement, its settings and the trained values. */

import * as l10n from '@vscode/l10n';
import { error, warning } from './base/row.ts';

export const trainingProblems = {
  'undefined-optimizer': error(
    (name: string, known: string, similar?: string) =>
      similar === undefined
        ? l10n.t`there is no optimizer '${name}'; there is ${known}`
        : l10n.t`there is no optimizer '${name}'; did you mean '${similar}'?`,
    { broken: 'train adagrad(lr = 0.1)', fixed: 'train adam(lr = 0.1)' },
  ),
  'not-a-setting': error(
    (name: string, constraint: string) => l10n.t`'${name}' is ${constraint}, known before anything runs`,
    { broken: 'train sgd(epochs = 1.5)', fixed: 'train sgd(epochs = 2)' },
  ),
  'out-of-range': error((name: string, range: string, value: string) => l10n.t`${name} is ${range}, not ${value}`, {
    broken: 'train sgd(lr = -0.1)',
    fixed: 'train sgd(lr = 0.1)',
  }),
  'trained-twice': error((line: number) => l10n.t`how to train is already said in line ${line}`, {
    broken: 'train sgd(lr = 0.1)\ntrain sgd(lr = 0.2)',
    fixed: 'train sgd(lr = 0.2)',
  }),
  'param-not-reached': warning(
    (name: string, root: string) => l10n.t`${root} doesn't depend on ${name}, so training never moves it`,
    {
      broken: 'param a = 1\nparam b = 2\nloss L = a^2',
      fixed: 'param a = 1\nparam b = 2\nloss L = (a + b)^2',
    },
  ),
  'checkpoint-misfit': warning(
    (name: string, trained: string, shape: string) =>
      l10n.t`${name} was trained as ${trained} and is ${shape} now, so it starts anew`,
    {
      advice:
        'The values that training kept beside the file are of another shape than the param has now. Train again, or run _Backprop: Reset Trained Values_ to let them go.',
    },
  ),
  'checkpoint-unreadable': warning(
    (reason: string) => l10n.t`the trained values can't be read, and params start anew: ${reason}`,
    {
      advice:
        'The file with the trained values is damaged, or something else is in it. Run _Backprop: Reset Trained Values_, which removes it, and train again.',
    },
  ),
} as const;
