/** Gradient check of a file: problems at its params, and a summary. */

import { describe, expect, test } from 'vitest';
import { checkGradients, type LeafReport } from '../../server/src/engine/gradcheck/gradcheck.ts';
import { runToCompletion } from '../../server/src/engine/runtime/slices.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { gradientCheckOf, summaryOf, withCheckReports } from '../../server/src/snapshot/gradientCheck.ts';
import { analyze, isSound, type Snapshot } from '../../server/src/snapshot/snapshot.ts';
import { evaluated } from '../support/models/evaluated.ts';
import { step } from '../support/training/step.ts';

const net = `data X = [[1, 2, 3], [4, 5, 6]]
param W[3, 2] ~ normal(0, 0.5)
param b = [0.1, -0.2]
param s = 2
h = tanh(X @ W + b) * s
loss L = mean(h^2)`;

/** At 3 both clips pass the gradient, as PyTorch's do, but each moves on one side alone. */
const halved = `param x = [3, -0.5]
param y = 1
loss L = sum(clip(x, 3, 9) + clip(x, 0, 3)) + y^2`;

describe('a check with agreeing gradients', () => {
  test('adds no problems and is summarized', () => {
    const { snapshot, reports } = checked(net);
    expect(withCheckReports(snapshot, reports).problems).toEqual([]);
    expect(summaryOf(snapshot, reports)).toMatch(
      /^Gradients agree: 3 params, 9 elements, worst relative difference \d(\.\d)?e−\d+$/,
    );
  });

  test('reports how many elements it checked', () => {
    const { snapshot, reports } = checked('param W[1000] ~ normal(0, 1)\nloss L = sum(sin(W))');
    expect(summaryOf(snapshot, reports)).toMatch(/^Gradients agree: 1 param, 400 of 1000 elements, /);
  });

  test('says that values inside detach were held constant', () => {
    const { snapshot, reports } = checked('param x = 3\nloss L = x * detach(x)');
    expect(summaryOf(snapshot, reports)).toMatch(
      /^Gradients agree: 1 param, 1 element, worst relative difference \S+, with values inside detach held constant$/,
    );
  });

  test('holds draws constant, as the backward pass does', () => {
    const text = `param mu = 0.5
eps[3] ~ normal(mu, exp(mu))
b ~ bernoulli(sigmoid(mu))
loss L = sum((mu + eps) * mu) + b * mu^2`;
    const { snapshot, reports } = checked(text);
    expect(summaryOf(snapshot, reports)).toMatch(/^Gradients agree: 1 param, 1 element, /);
  });

  test('includes params that the loss does not depend on', () => {
    const { snapshot, reports } = checked('param x = 2\nparam y = 3\nloss L = x * 2\nz = y');
    expect(summaryOf(snapshot, reports)).toMatch(/^Gradients agree: 2 params, 2 elements, /);
  });
});

describe('a wrong gradient', () => {
  test('is an error at its param, with the element and both values', () => {
    const { snapshot, reports } = checked(halved);
    expect(problemsOf(snapshot, reports)).toEqual([
      'x | error gradient-mismatch: ∂L/∂x is 2 at [0], but finite differences give 1',
    ]);
    expect(summaryOf(snapshot, reports)).toBe(
      'Gradients disagree in ∂L/∂x: 2 params, 3 elements, worst relative difference 0.5',
    );
  });

  test('names no element if it is a scalar', () => {
    const { snapshot, reports } = checked('param x = 3\nloss L = clip(x, 3, 9) + clip(x, 0, 3)');
    expect(problemsOf(snapshot, reports)).toEqual([
      'x | error gradient-mismatch: ∂L/∂x is 2, but finite differences give 1',
    ]);
  });

  test('names several losses, and a param created by a call, in full', () => {
    const { snapshot, reports } = checked(
      'fn add(x) {\n  param k = 3\n  return x + clip(k, 3, 9) + clip(k, 0, 3)\n}\nh = add(1)\nloss a = h\nloss b = h',
    );
    expect(problemsOf(snapshot, reports)[0]).toMatch(
      /^h \| error gradient-mismatch: ∂\(a \+ b\)\/∂h\.k is 4, but finite differences give 2$/,
    );
  });

  test('is shown with enough digits to see a small difference', () => {
    const { snapshot, reports } = checked('param x = 1\nloss L = x + 1e-5 * (clip(x, 1, 9) + clip(x, 0, 1))');
    expect(problemsOf(snapshot, reports)[0]).toContain('is 1.00002, but finite differences give 1.00001');
  });

  test('is named among the first of many', () => {
    const params = ['a', 'b', 'c', 'd', 'e'];
    const { snapshot, reports } = checked(
      `${params.map((name) => `param ${name} = 1`).join('\n')}\nloss L = ${params.map((name) => `clip(${name}, 1, 9) + clip(${name}, 0, 1)`).join(' + ')}`,
    );
    expect(summaryOf(snapshot, reports)).toMatch(
      /^Gradients disagree in ∂L\/∂a, ∂L\/∂b, ∂L\/∂c and 2 more: 5 params, /,
    );
  });

  test('ranks worst if it is NaN', () => {
    const { snapshot, reports } = checked('param x = 0\nparam y = 3\nloss L = sqrt(x) + clip(y, 3, 9) + clip(y, 0, 3)');
    expect(problemsOf(snapshot, reports)[0]).toContain('∂L/∂x is ∞, but finite differences give NaN');
    expect(summaryOf(snapshot, reports)).toContain('worst relative difference NaN');
  });

  test('does not block a step', () => {
    const { snapshot, reports } = checked(halved);
    const withReports = withCheckReports(snapshot, reports);
    expect(isSound(withReports)).toBe(true);
    expect(isRefusal(step(withReports))).toBe(false);
  });
});

describe('a kink', () => {
  test('is a warning, not an error', () => {
    const { snapshot, reports } = checked('param x = [0, 1, 0, 0]\nloss L = sum(relu(x))');
    expect(problemsOf(snapshot, reports)).toEqual([
      'x | warning gradient-at-kink: L has a kink at x[0] and 2 others; ∂L/∂x = 0 there lies between the slopes on both sides',
    ]);
    expect(summaryOf(snapshot, reports)).toMatch(
      /^Gradients agree: 1 param, 1 of 4 elements, worst relative difference .*, 3 elements at a kink$/,
    );
  });

  test('names no element if the param is a scalar', () => {
    const { snapshot, reports } = checked('param x = 0\nloss L = 2 * relu(x)');
    expect(problemsOf(snapshot, reports)).toEqual([
      'x | warning gradient-at-kink: L has a kink at this value of x; ∂L/∂x = 0 lies between the slopes on both sides',
    ]);
    expect(summaryOf(snapshot, reports)).toBe('Gradients agree: 1 param, 0 of 1 element, 1 element at a kink');
  });
});

describe('a jump', () => {
  test.each([
    ['floor(x) + x', 1],
    ['(x >= 1) * 5 + x^2', 2],
    ['where(x > 1, x + 1, x)', 1],
  ])('of %s is a warning that speaks of no kink', (loss, gradient) => {
    const { snapshot, reports } = checked(`param x = 1\nloss L = ${loss}`);
    expect(problemsOf(snapshot, reports)).toEqual([
      `x | warning gradient-at-jump: L jumps at this value of x; ∂L/∂x = ${gradient} does not include the jump`,
    ]);
    expect(summaryOf(snapshot, reports)).toBe('Gradients agree: 1 param, 0 of 1 element, 1 element at a jump');
  });

  test('is counted apart from kinks', () => {
    const { snapshot, reports } = checked('param x = [0, 1, 2, 0.5]\nloss L = sum(relu(x)) + sum(floor(x))');
    expect(problemsOf(snapshot, reports)).toEqual([
      'x | warning gradient-at-jump: L jumps at x[0] and 2 others; ∂L/∂x = 0 there does not include the jump',
    ]);
    expect(summaryOf(snapshot, reports)).toMatch(
      /^Gradients agree: 1 param, 1 of 4 elements, worst relative difference .*, 3 elements at a jump$/,
    );
  });

  test('is replaced by a second check', () => {
    const { snapshot, reports } = checked('param x = 1\nloss L = floor(x)');
    const once = withCheckReports(snapshot, reports);
    expect(withCheckReports(once, reports).problems).toEqual(once.problems);
  });
});

test('a second check replaces the results of the first', () => {
  const { snapshot, reports } = checked(`${halved}\nexpect y ≈ 2`);
  const twice = withCheckReports(withCheckReports(snapshot, reports), reports);
  expect(twice.problems.map(({ code }) => code)).toEqual(['gradient-mismatch', 'expectation-failed']);
  expect(withCheckReports(twice, []).problems).toEqual(snapshot.problems);
});

test.each([
  ['no loss', evaluated('param x = 1'), /^Can't check gradients: there is no loss\. /],
  ['a broken loss', evaluated('param x = 1\nloss L = x^'), /^Can't check gradients: line 2 has an error: .*\.$/],
  [
    'a loss of a broken line',
    evaluated('param x = 1\na = x + zz\nloss L = a^2'),
    /^Can't check gradients: line 2 has an error: 'zz' is not defined\.$/,
  ],
  ['a loss of NaN', evaluated('param x = -1\nloss L = sqrt(x)'), /^Can't check gradients: L is NaN, /],
  ['a loss of NaN at the end of a domain', evaluated('param x = 0\nloss L = x^2 * log(x)'), /: L is NaN, /],
  ['an infinite loss', evaluated('param x = 0\nloss L = log(x)'), /^Can't check gradients: L is −∞, /],
  ['no param', evaluated('loss L = 1'), /^Can't check gradients: the file has no param\.$/],
  ['no numbers', analyze('param x = 1\nloss L = x'), /^Can't check gradients: the model could not be evaluated\.$/],
])('a file with %s has nothing to check', (_, snapshot, reason) => {
  const check = gradientCheckOf(snapshot);
  expect(isRefusal(check) && check.refusal).toMatch(reason);
});

function checked(text: string): { readonly snapshot: Snapshot; readonly reports: readonly LeafReport[] } {
  const snapshot = evaluated(text);
  const check = gradientCheckOf(snapshot);
  if (isRefusal(check)) throw new Error(check.refusal);
  return { snapshot, reports: runToCompletion(checkGradients(check.program, check.root, check.leaves)) };
}

/** The problems that the check adds, each after its source text. */
function problemsOf(snapshot: Snapshot, reports: readonly LeafReport[]): string[] {
  return withCheckReports(snapshot, reports)
    .problems.filter((problem) => !snapshot.problems.includes(problem))
    .map(
      ({ start, end, severity, code, message }) =>
        `${snapshot.text.slice(start, end)} | ${severity} ${code}: ${message}`,
    );
}
