/** Limits on the size of a model and the time that its evaluation takes. */

import * as l10n from '@vscode/l10n';
import { limits } from '../base/limits.ts';
import { error } from './base/row.ts';

const numberFormat = new Intl.NumberFormat('en-US');

export const limitProblems = {
  'too-deep': error(() => l10n.t`brackets, minus signs and powers nest at most ${limits.nestingDepth} deep`, {
    advice: 'An expression has too many brackets inside one another, as generated ones do. Give a part of it a name.',
  }),
  'too-many-calls': error(() => l10n.t`functions call one another at most ${limits.callDepth} deep`, {
    advice:
      'Functions call one another in a chain that is too long, as those that are generated do. Compute in statements what the innermost ones do.',
  }),
  'too-many-imports': error(() => l10n.t`files import one another at most ${limits.importDepth} deep`, {
    advice: 'Files import one another in a chain that is too long. Import what is needed from where it is defined.',
  }),
  'too-much-inlined': error(
    () =>
      l10n.t`all calls of functions together hold at most ${numberFormat.format(limits.inlinedExpressions)} expressions`,
    {
      advice:
        'Each call of a function stands for its body, and functions that call others twice grow fast. Name a result that is needed twice, and use the name.',
    },
  ),
  'too-many-expressions': error(
    () =>
      l10n.t`a file holds at most ${numberFormat.format(limits.expressions)} expressions; nothing from here on is read`,
    { advice: 'The file is too long. Put samples into a CSV file, and what repeats into a function.' },
  ),
  'too-many-nodes': error(
    () =>
      l10n.t`this gradient needs a reverse pass of its own, and all passes together have at most ${numberFormat.format(limits.programNodes)} nodes`,
    { advice: 'The model computes in too many steps. Compute on tensors instead of on one number at a time.' },
  ),
  'too-many-passes': error(
    () =>
      l10n.t`gradients with a reverse pass of their own go through at most ${numberFormat.format(limits.reversePassNodes)} nodes together`,
    {
      advice: 'Each gradient of something other than the loss needs a reverse pass of its own. Ask for fewer of them.',
    },
  ),
  'too-many-elements': error(
    (elements: number) =>
      l10n.t`all values and gradients together hold at most ${numberFormat.format(limits.elements)} numbers; with this there would be ${numberFormat.format(elements)}`,
    {
      broken: 'param W[100000, 100000] ~ zeros()',
      fixed: 'param W[100, 100] ~ zeros()',
    },
  ),
  'too-slow': error((seconds: number) => l10n.t`the evaluation was stopped: it takes more than ${seconds} s`, {
    advice: 'The file takes too long at each key. Make the tensors smaller, or take fewer samples while you write.',
  }),
  'engine-lost': error((reason: string) => l10n.t`the evaluation was lost: ${reason}; the next change starts it anew`, {
    advice: 'The computation ended unexpectedly, mostly for want of memory. Make the tensors smaller.',
  }),
} as const;
