/** Problems of params and consts: dependencies and initializers. */

import * as l10n from '@vscode/l10n';
import { error, kindName } from './row.ts';

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
  'initializer-call': error(
    (initializer: string, param: string, node?: string) =>
      node === undefined
        ? l10n.t`${initializer} draws the initial values of a param; write ${param}`
        : l10n.t`${initializer} draws the initial values of a param; write ${param}, or ${node} to draw at each step`,
    { broken: 'W = glorot(3, 4)', fixed: 'param W[3, 4] ~ glorot()' },
    { hasCertainFix: true },
  ),
  'invalid-initializer-arguments': error(
    (initializer: string, reason: string) => l10n.t`${initializer} can't initialize this param: ${reason}`,
    {
      broken: 'param W[2] ~ uniform(1, 0)',
      fixed: 'param W[2] ~ uniform(0, 1)',
    },
  ),
} as const;
