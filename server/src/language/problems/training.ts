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
  'invalid-setting': error((name: string, constraint: string) => l10n.t`'${name}' must be a constant: ${constraint}`, {
    broken: 'train sgd(epochs = 1.5)',
    fixed: 'train sgd(epochs = 2)',
  }),
  'out-of-range': error(
    (name: string, range: string, value: string, step?: number) =>
      step === undefined
        ? l10n.t`'${name}' must be ${range}, not ${value}`
        : l10n.t`'${name}' must be ${range}, but is ${value} where step = ${step}`,
    {
      broken: 'train sgd(lr = -0.1)',
      fixed: 'train sgd(lr = 0.1)',
    },
  ),
  'steps-without-epochs': error(
    () => l10n.t("'steps' is the number of steps of a run, which needs 'epochs', as in epochs = 10"),
    {
      broken: 'param x = 1\nloss L = x^2\ntrain sgd(lr = 0.1 * (1 - step / steps))',
      fixed: 'param x = 1\nloss L = x^2\ntrain sgd(lr = 0.1 * (1 - step / steps), epochs = 10)',
    },
  ),
  'no-params-to-train': error(
    (source: string) => l10n.t`'${source}' names no params; name a param, or a statement whose calls create params`,
    {
      broken: 'data x = [[1], [2]]\nh = dense(x, 2)\nloss L = mean(h^2)\ntrain sgd() for x',
      fixed: 'data x = [[1], [2]]\nh = dense(x, 2)\nloss L = mean(h^2)\ntrain sgd() for h',
    },
  ),
  'duplicate-train': error((line: number) => l10n.t`a file can have only one 'train'; the first is on line ${line}`, {
    broken: 'train sgd(lr = 0.1)\ntrain sgd(lr = 0.2)',
    fixed: 'train sgd(lr = 0.2)',
  }),
  'batch-mismatch': error(
    (samples: number | undefined, cause: string) => {
      if (samples === undefined) return l10n.t`in mini-batches, ${cause}`;
      return samples === 1
        ? l10n.t`in a mini-batch of 1 sample, ${cause}`
        : l10n.t`in a mini-batch of ${samples} samples, ${cause}`;
    },
    {
      broken:
        'data x = [1, 2, 3, 4]\nconst n = size(x, 0)\nparam w = 1\nh = reshape(x, [n, 1]) * w\nloss L = mean(h)\ntrain sgd(batch = 2)',
      fixed:
        'data x = [1, 2, 3, 4]\nparam w = 1\nh = reshape(x, [size(x, 0), 1]) * w\nloss L = mean(h)\ntrain sgd(batch = 2)',
    },
  ),
  'nothing-held-out': warning(
    (samples: number, smallest: number | undefined) => {
      if (samples === 0) return l10n.t("the model has no data, so nothing is held out; add data, or remove 'holdout'");
      return smallest === undefined
        ? l10n.t("a single sample can't be held out; add samples, or set 'holdout' to 0")
        : l10n.t`this fraction of ${samples} samples is less than one sample, so none is held out; use at least ${smallest}`;
    },
    {
      broken: 'data x = [1, 2, 3]\nparam w = 1\nloss L = mean((w * x - 1)^2)\ntrain sgd(holdout = 0.1)',
      fixed: 'data x = [1, 2, 3]\nparam w = 1\nloss L = mean((w * x - 1)^2)\ntrain sgd(holdout = 0.34)',
    },
  ),
  'held-out-in-training': warning(
    (name: string) =>
      l10n.t`held-out samples reach training through ${name}, because it is computed from a fixed number of samples; write size(…, 0) for the number of samples`,
    {
      broken:
        'data X = [1, 2, 3, 10]\nconst m = mean(reshape(X, [2, 2]))\nparam w = 1\nloss L = mean((w * (X - m))^2)\ntrain sgd(holdout = 0.25)',
      fixed:
        'data X = [1, 2, 3, 10]\nconst m = mean(reshape(X, [size(X, 0), 1]))\nparam w = 1\nloss L = mean((w * (X - m))^2)\ntrain sgd(holdout = 0.25)',
    },
  ),
  'param-not-reached': warning(
    (name: string, root: string, reason?: string) =>
      reason === undefined
        ? l10n.t`${root} doesn't depend on ${name}, so training never changes it; use it in the loss or make it a const`
        : l10n.t`training never changes ${name}: ${reason}`,
    {
      broken: 'param a = 1\nparam b = 2\nloss L = a^2',
      fixed: 'param a = 1\nparam b = 2\nloss L = (a + b)^2',
    },
  ),
} as const;
