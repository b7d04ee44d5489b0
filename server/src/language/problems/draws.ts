/** Problems of random nodes. */

import * as l10n from '@vscode/l10n';
import { error } from './row.ts';

export const drawProblems = {
  'undefined-distribution': error(
    (name: string, known: string, similar?: string) =>
      similar === undefined
        ? l10n.t`distribution '${name}' is not defined; choose from ${known}`
        : l10n.t`distribution '${name}' is not defined; did you mean '${similar}'?`,
    { broken: 'eps[2] ~ randn()', fixed: 'eps[2] ~ normal()' },
  ),
  'distribution-call': error(
    (distribution: string, name: string) =>
      l10n.t`${distribution} draws random numbers in a statement of its own; write ${name} ~ ${distribution}(…)`,
    { broken: 'keep = bernoulli(0.5)', fixed: 'keep ~ bernoulli(0.5)' },
  ),
  'initializer-for-node': error(
    (initializer: string, name: string, distributions: string) =>
      l10n.t`${initializer} draws the initial values of a param; write 'param ${name}', or choose from ${distributions}`,
    { broken: 'W[2, 3] ~ glorot()', fixed: 'param W[2, 3] ~ glorot()' },
  ),
} as const;
