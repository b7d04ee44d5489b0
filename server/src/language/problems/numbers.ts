/** Problems that only an evaluation shows: non-finite values and gradients, dead units and failed expectations. */

import * as l10n from '@vscode/l10n';
import { error, warning } from './base/row.ts';

export const numberProblems = {
  'not-finite': warning(
    (source: string, isGiven: boolean, value: string, operands: string, location: string, hasNone?: string) => {
      const description = isGiven
        ? l10n.t`${source} is given as ${value}`
        : operands === ''
          ? l10n.t`${source} made ${value}`
          : l10n.t`${source} made ${value} of ${operands}`;
      const located = location === '' ? description : l10n.t`${description} at ${location}`;
      return hasNone === undefined || isGiven ? located : l10n.t`${located}: it has no value ${l10n.t(hasNone)}`;
    },
    { broken: 'param x = 0\na = log(x)', fixed: 'param x = 0\na = log(x + 1)' },
  ),
  'gradient-not-finite': warning(
    (source: string, value: string, operands: string, replacement?: string) => {
      if (replacement !== undefined)
        return l10n.t`the gradient through ${source} is ${value} at ${operands}: where takes the other branch there, but 0 times an infinite slope is NaN; write ${replacement}`;
      return operands === ''
        ? l10n.t`the gradient through ${source} is ${value}`
        : l10n.t`the gradient through ${source} is ${value}: ${operands}`;
    },
    {
      broken: 'param x = 0\nloss L = where(x > 0, sqrt(x), 0)',
      fixed: 'param x = 0\nloss L = where(x > 0, sqrt(where(x > 0, x, 1)), 0)',
    },
  ),
  'dead-relu': warning(
    (source: string, off: number, units: number, at?: string) => {
      if (at !== undefined) return l10n.t`${source} passes no gradient at ${at}; it would if that were positive`;
      if (units === 1) return l10n.t`${source} is off everywhere: no gradient passes`;
      if (off === units) return l10n.t`all ${units} units of ${source} are off for every sample: no gradient passes`;
      return off === 1
        ? l10n.t`1 of ${units} units of ${source} is off for every sample: no gradient passes`
        : l10n.t`${off} of ${units} units of ${source} are off for every sample: no gradient passes`;
    },
    { broken: 'param a = -2\nloss L = relu(a)', fixed: 'param a = -2\nloss L = leaky_relu(a)' },
  ),
  saturated: warning(
    (source: string, least: string, share?: string) => {
      if (share !== undefined)
        return l10n.t`${source} is saturated in ${share} of its elements: less than ${least} of the gradient passes there`;
      return least === '0'
        ? l10n.t`${source} is saturated: nothing of the gradient passes`
        : l10n.t`${source} is saturated: only ${least} of the gradient passes`;
    },
    { broken: 'param a = 20\nloss L = sigmoid(a)', fixed: 'param a = 2\nloss L = sigmoid(a)' },
  ),
  'vanishing-gradient': warning(
    (of: string, first: string, last: string, ratio: string) =>
      l10n.t`∂${of}/∂${first} is ${ratio} times ∂${of}/∂${last}: the gradient vanishes on the way back`,
    {
      broken:
        'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1e-3, 0], [0, 1e-3]]\nparam W3 = [[1e-6, 0], [0, 1e-6]]\nloss L = sum(X @ W1 @ W2 @ W3)',
      fixed:
        'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1, 0], [0, 1]]\nparam W3 = [[1, 0], [0, 1]]\nloss L = sum(X @ W1 @ W2 @ W3)',
    },
  ),
  'exploding-gradient': warning(
    (of: string, first: string, last: string, ratio: string) =>
      l10n.t`∂${of}/∂${first} is ${ratio} times ∂${of}/∂${last}: the gradient explodes on the way back`,
    {
      broken:
        'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1e3, 0], [0, 1e3]]\nparam W3 = [[1e6, 0], [0, 1e6]]\nloss L = sum(X @ W1 @ W2 @ W3)',
      fixed:
        'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1, 0], [0, 1]]\nparam W3 = [[1, 0], [0, 1]]\nloss L = sum(X @ W1 @ W2 @ W3)',
    },
  ),
  'gradient-mismatch': error(
    (of: string, param: string, location: string, analytic: string, numeric: string) =>
      location === ''
        ? l10n.t`∂${of}/∂${param} disagrees with central differences: ${analytic} against ${numeric} measured`
        : l10n.t`∂${of}/∂${param} disagrees with central differences: worst at ${location}, ${analytic} against ${numeric} measured`,
    {
      advice:
        '_Backprop: Check Gradients_ compares each gradient with differences of the loss, and one is not what they say. Where the loss has a jump or changes very fast, that is why; where it is smooth, the operator is wrong, and we want to hear of it.',
    },
  ),
  'gradient-at-kink': warning(
    (of: string, param: string, location: string, otherCount: number, analytic: string) =>
      location === ''
        ? l10n.t`${param} is at a kink of ${of}: there is no one slope to compare ∂${of}/∂${param} = ${analytic} with`
        : l10n.t`${param} is at a kink of ${of} in ${withOthers(location, otherCount)}: there is no one slope to compare ∂${of}/∂${param} = ${analytic} with`,
    {
      advice:
        '_Backprop: Check Gradients_ found a param right at a kink, as `relu` has one at 0: the slopes to the left and to the right differ, and either may be the gradient. Nothing is wrong; move the param a little to check its gradient.',
    },
  ),
  'expectation-failed': error(
    (left: string, right: string, difference: string) => l10n.t`${left} ≉ ${right}: they differ by ${difference}`,
    { broken: 'a = 2\nexpect a + 1 ≈ 4', fixed: 'a = 2\nexpect a + 1 ≈ 3' },
  ),
} as const;

/** `[1, 0] and 2 others`. */
export function withOthers(location: string, otherCount: number): string {
  if (otherCount === 0) return location;
  return otherCount === 1 ? l10n.t`${location} and 1 other` : l10n.t`${location} and ${otherCount} others`;
}
