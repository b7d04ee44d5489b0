/**
 * Numeric problems, found in computed values: values and gradients that are not finite, dead and saturated units,
 * vanishing and exploding gradients, failed gradient checks and failed expectations.
 */

import * as l10n from '@vscode/l10n';
import { error, information, warning } from './row.ts';

/** An element that is no index: `y[2] = 2.5`, and the bounds of one. */
export interface InvalidIndex {
  readonly text: string;
  readonly low: string;
  readonly high: string;
}

const numeric = { isNumeric: true } as const;

export const numericProblems = {
  'not-finite': warning(
    (
      source: string,
      isGiven: boolean,
      value: string,
      operands: string,
      location: string,
      undefinedWhere?: string,
      invalidIndex?: InvalidIndex,
    ) => {
      const description = isGiven
        ? l10n.t`${source} has the value ${value}`
        : operands === ''
          ? l10n.t`${source} produced ${value}`
          : l10n.t`${source} produced ${value} from ${operands}`;
      const located = location === '' ? description : l10n.t`${description} at ${location}`;
      if (invalidIndex) {
        const { text, low, high } = invalidIndex;
        return l10n.t`${located}; ${text} is not a whole number from ${low} to ${high}`;
      }
      return undefinedWhere === undefined || isGiven
        ? located
        : l10n.t`${located}; it is undefined ${l10n.t(undefinedWhere)}`;
    },
    { broken: 'param x = 0\na = log(x)', fixed: 'param x = 0\na = log(x + 1)' },
    numeric,
  ),
  'gradient-not-finite': warning(
    (source: string, value: string, operands: string, replacement?: string) => {
      if (replacement !== undefined)
        return l10n.t`the gradient through ${source} is ${value} at ${operands}: 'where' selects the other branch there, but 0 times an infinite local gradient is NaN; write ${replacement}`;
      return operands === ''
        ? l10n.t`the gradient through ${source} is ${value}`
        : l10n.t`the gradient through ${source} is ${value}: ${operands}`;
    },
    {
      broken: 'param x = 0\nloss L = where(x > 0, sqrt(x), 0)',
      fixed: 'param x = 0\nloss L = where(x > 0, sqrt(where(x > 0, x, 1)), 0)',
    },
    numeric,
  ),
  'dead-relu': warning(
    (source: string, off: number, units: number, at?: string) => {
      if (at !== undefined)
        return l10n.t`${source} is dead at ${at}: its gradient is 0 unless the input is positive; raise the input, or use leaky_relu`;
      if (units === 1)
        return l10n.t`${source} is dead: its gradient is 0 everywhere; raise its input with a bias, or use leaky_relu`;
      return off === units
        ? l10n.t`all ${units} units of ${source} are dead: their gradient is 0 for every sample; raise their biases, or use leaky_relu`
        : l10n.t`${off} of ${units} units of ${source} are dead: their gradient is 0 for every sample; raise their biases, or use leaky_relu`;
    },
    { broken: 'param a = -2\nloss L = relu(a)', fixed: 'param a = -2\nloss L = leaky_relu(a)' },
    numeric,
  ),
  'some-dead-units': information(
    (source: string, off: number, units: number) =>
      off === 1
        ? l10n.t`1 of ${units} units of ${source} is dead: its gradient is 0 for every sample; a few such units are normal`
        : l10n.t`${off} of ${units} units of ${source} are dead: their gradient is 0 for every sample; a few such units are normal`,
    {
      broken: 'data X = [[1, 0], [0, 1]]\nparam W = [[1, -1, 1], [1, -1, -1]]\nloss L = sum(relu(X @ W))',
      fixed: 'data X = [[1, 0], [0, 1]]\nparam W = [[1, -1, 1], [1, -1, -1]]\nloss L = sum(leaky_relu(X @ W))',
    },
    numeric,
  ),
  saturated: warning(
    (source: string, least: string, share?: string) => {
      if (share !== undefined)
        return l10n.t`${source} is saturated in ${share} of its elements: their local gradient is less than ${least}; bring its input closer to 0, with smaller weights or layer_norm`;
      return least === '0'
        ? l10n.t`${source} is saturated: its local gradient is 0; bring its input closer to 0`
        : l10n.t`${source} is saturated: its local gradient is only ${least}; bring its input closer to 0`;
    },
    { broken: 'param a = 20\nloss L = sigmoid(a)', fixed: 'param a = 2\nloss L = sigmoid(a)' },
    numeric,
  ),
  'vanishing-gradient': warning(
    (of: string, first: string, last: string | undefined, ratio: string, hasWeights = true) => {
      if (!hasWeights)
        return l10n.t`the gradient vanishes: ∂${of}/∂${first} is only ${ratio} times ${first}; use fewer activations in a row, or skip connections such as h + tanh(h)`;
      return last === undefined
        ? l10n.t`the gradient vanishes: ∂${of}/∂${first} is only ${ratio} times ${first}; start with larger weights, from he() or glorot() for example`
        : l10n.t`the gradient vanishes: ∂${of}/∂${first} is ${ratio} times ∂${of}/∂${last}; start with larger weights between them, or add layer_norm or skip connections`;
    },
    {
      broken:
        'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1e-3, 0], [0, 1e-3]]\nparam W3 = [[1e-6, 0], [0, 1e-6]]\nloss L = sum(X @ W1 @ W2 @ W3)',
      fixed:
        'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1, 0], [0, 1]]\nparam W3 = [[1, 0], [0, 1]]\nloss L = sum(X @ W1 @ W2 @ W3)',
    },
    numeric,
  ),
  'exploding-gradient': warning(
    (of: string, first: string, last: string | undefined, ratio: string) =>
      last === undefined
        ? l10n.t`the gradient explodes: ∂${of}/∂${first} is ${ratio} times ${first}; start with smaller weights, or scale the data down`
        : l10n.t`the gradient explodes: ∂${of}/∂${first} is ${ratio} times ∂${of}/∂${last}; start with smaller weights between them, or add layer_norm`,
    {
      broken:
        'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1e3, 0], [0, 1e3]]\nparam W3 = [[1e6, 0], [0, 1e6]]\nloss L = sum(X @ W1 @ W2 @ W3)',
      fixed:
        'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1, 0], [0, 1]]\nparam W3 = [[1, 0], [0, 1]]\nloss L = sum(X @ W1 @ W2 @ W3)',
    },
    numeric,
  ),
  'gradient-mismatch': error(
    (of: string, param: string, location: string, analytic: string, numeric: string) =>
      location === ''
        ? l10n.t`∂${of}/∂${param} is ${analytic}, but finite differences give ${numeric}`
        : l10n.t`∂${of}/∂${param} is ${analytic} at ${location}, but finite differences give ${numeric}`,
    {
      advice:
        '_Backprop: Check Gradients_ compares each gradient with finite differences of the loss, and one of them does not match. This is expected where the loss changes very fast, and where several kinks meet: `clip(x, 0, 1) + clip(x, 1, 2)` has the gradient 2 at 1, since each `clip` passes it there. If the loss is smooth there, the gradient rule of an operator is wrong: please report it.',
    },
    numeric,
  ),
  'gradient-at-kink': warning(
    (of: string, param: string, location: string, otherCount: number, analytic: string) =>
      location === ''
        ? l10n.t`${of} has a kink at this value of ${param}; ∂${of}/∂${param} = ${analytic} lies between the slopes on both sides`
        : l10n.t`${of} has a kink at ${param}${withOthers(location, otherCount)}; ∂${of}/∂${param} = ${analytic} there lies between the slopes on both sides`,
    {
      advice:
        '_Backprop: Check Gradients_ found a param at a kink of the loss, such as the one of `relu` at 0. The slopes to its left and right differ, and any number between them is a valid gradient. Nothing is wrong; to compare the gradient with a single slope, change the value of the param a little.',
    },
    numeric,
  ),
  'gradient-at-jump': warning(
    (of: string, param: string, location: string, otherCount: number, analytic: string) =>
      location === ''
        ? l10n.t`${of} jumps at this value of ${param}; ∂${of}/∂${param} = ${analytic} does not include the jump`
        : l10n.t`${of} jumps at ${param}${withOthers(location, otherCount)}; ∂${of}/∂${param} = ${analytic} there does not include the jump`,
    {
      advice:
        '_Backprop: Check Gradients_ found a param where the loss jumps, as that of `floor(x)` does at whole numbers, and that of `x >= 1` at 1. A jump has no slope: the gradient is that of the formula with its comparisons and rounded numbers held constant, as in PyTorch. Training does not know of the jump, so a small step may change the loss by all of it. If training should take it into account, write a smooth function instead, such as `sigmoid(10 * (x - 1))` for `x >= 1`; to compare the gradient with a slope, change the value of the param a little.',
    },
    numeric,
  ),
  'expectation-failed': error(
    (left: string, right: string, difference: string) =>
      l10n.t`${left} is not close to ${right}: they differ by ${difference}`,
    { broken: 'a = 2\nexpect a + 1 ≈ 4', fixed: 'a = 2\nexpect a + 1 ≈ 3' },
    // Training may pass through values at which an expectation fails.
    { ...numeric, editorSeverity: 'information' },
  ),
} as const;

/** `[1, 0] and 2 others`. */
export function withOthers(location: string, otherCount: number): string {
  if (otherCount === 0) return location;
  return otherCount === 1 ? l10n.t`${location} and 1 other` : l10n.t`${location} and ${otherCount} others`;
}
