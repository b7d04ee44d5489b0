/** Problems of `for` blocks and the steps that they define. */

import * as l10n from '@vscode/l10n';
import { error } from './row.ts';

export const recurrenceProblems = {
  'incomplete-for': error(() => l10n.t("'for' begins a block of steps, written for t in 1..T { h[t] = … }"), {
    broken: 'h[0] = 1\nfor t in 1..4',
    fixed: 'h[0] = 1\nfor t in 1..4 {\n  h[t] = h[t - 1] / 2\n}',
  }),
  'steps-not-constant': error(
    () => l10n.t('the steps are counted before anything runs, so both ends are whole numbers, consts or sizes'),
    {
      broken: 'param T = 4\nh[0] = 1\nfor t in 1..T {\n  h[t] = h[t - 1] / 2\n}',
      fixed: 'const T = 4\nh[0] = 1\nfor t in 1..T {\n  h[t] = h[t - 1] / 2\n}',
    },
  ),
  'no-steps': error(
    (first: number, last: number) =>
      l10n.t`${first}..${last} has no step; both ends are included, and the first must not be greater than the last`,
    {
      broken: 'for t in 3..0 {\n  h[t] = t\n}',
      fixed: 'for t in 0..3 {\n  h[t] = 3 - t\n}',
    },
  ),
  'no-recurrence': error(
    (name: string) =>
      l10n.t`${name}[0] begins a recurrence, but no block after it defines ${name}[t]; write ${name} = …`,
    { broken: 'h[0] = 1', fixed: 'h = 1' },
  ),
  'step-needed': error(
    (name: string, variable: string) =>
      l10n.t`${name} is complete after its block; inside it write a step, such as ${name}[${variable} - 1]`,
    {
      broken: 'h[0] = 1\nfor t in 1..4 {\n  h[t] = h / 2\n}',
      fixed: 'h[0] = 1\nfor t in 1..4 {\n  h[t] = h[t - 1] / 2\n}',
    },
  ),
  'undefined-step': error(
    (name: string, step: number, next: number) =>
      next === 0
        ? l10n.t`${name}[${step}] is not defined; write ${name}[0] = … before the block`
        : l10n.t`${name}[${step}] is not defined here; the steps so far are ${name}[0] to ${name}[${next - 1}]`,
    {
      broken: 'for t in 1..4 {\n  h[t] = h[t - 1] / 2\n}',
      fixed: 'h[0] = 1\nfor t in 1..4 {\n  h[t] = h[t - 1] / 2\n}',
    },
  ),
  'step-out-of-order': error(
    (name: string, step: number, next: number) =>
      l10n.t`steps follow each other from 0 on, so ${name}[${next}] is next, not ${name}[${step}]`,
    {
      broken: 'h[0] = 1\nfor t in 2..4 {\n  h[t] = 2 * t\n}',
      fixed: 'h[0] = 1\nfor t in 1..4 {\n  h[t] = 2 * t\n}',
    },
  ),
  'step-shape': error(
    (name: string, step: number, actual: string, expected: string) =>
      l10n.t`all steps have one shape, but ${name}[${step}] is ${actual} and ${name}[0] is ${expected}`,
    {
      broken: 'h[0] = 0\nfor t in 1..4 {\n  h[t] = h[t - 1] + [1, 2]\n}',
      fixed: 'h[0] = [0, 0]\nfor t in 1..4 {\n  h[t] = h[t - 1] + [1, 2]\n}',
    },
  ),
  'used-outside-block': error(
    (name: string) =>
      l10n.t`${name} has another value at each step, so only its block can use it; to keep the steps, write ${name}[t] = …`,
    {
      broken: 'for t in 0..3 {\n  a = t^2\n}\nb = a',
      fixed: 'for t in 0..3 {\n  a[t] = t^2\n}\nb = a[3]',
    },
  ),
  'not-allowed-in-block': error(
    (keyword: string) => l10n.t`'${keyword}' is not allowed in a block; only nodes, params and other blocks are`,
    {
      broken: 'param w = 2\nh[0] = 1\nfor t in 1..4 {\n  h[t] = w * h[t - 1]\n  loss L = h[t]\n}',
      fixed: 'param w = 2\nh[0] = 1\nfor t in 1..4 {\n  h[t] = w * h[t - 1]\n}\nloss L = h[4]',
    },
  ),
} as const;
