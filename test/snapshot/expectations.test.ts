/** Expectations: when they hold, and the elements that violate them. */

import { describe, expect, test } from 'vitest';
import { isSound } from '../../server/src/snapshot/snapshot.ts';
import { evaluated } from '../support/models/evaluated.ts';

describe('a satisfied expectation', () => {
  test.each([
    '1 ≈ 1',
    '1 ≈ 1.0000009',
    '-1e30 ≈ -1.0000009e30',
    '1e-300 ≈ 1.0000009e-300',
    '0 ≈ -0',
    '1 ≈ 2 within 1',
    '0 ≈ 1e-9 within 1e-8',
    '1 ≈ 2 within exp(1)',
    '[1, 2] ≈ [1, 2]',
    '[1, 1] ≈ 1',
    '[[1], [1]] ≈ [1, 1]',
    '[1, 2, 3] ≈ [1.5, 2.5, 2.5] within 0.5',
    '1 / 0 ≈ 2 / 0',
    '[1, 1 ] / [0, 1] ≈ [2, 1] / [0, 1]',
    '1 ≈ 2 within 1 / 0',
  ])('%s holds', (claim) => {
    const { evaluation, problems } = evaluated(`expect ${claim}`);
    expect(evaluation.verdicts.map(({ holds }) => holds)).toEqual([true]);
    expect(problems).toEqual([]);
  });
});

describe('a violated expectation', () => {
  test.each([
    ['1 ≈ 1.0000011', 1, 1.0000011],
    ['0 ≈ 1e-300', 0, 1e-300],
    ['1 ≈ -1', 1, -1],
    ['1 ≈ 2.0001 within 1', 1, 2.0001],
    ['[1, 2, 3] ≈ [1, 2, 4]', 3, 4, '[2]'],
    ['[1, 2, 3] ≈ 2 within 0.5', 1, 2, '[0]'],
    ['[5, 1, 9] ≈ [1, 1, 1]', 9, 1, '[2]'],
    ['[[1], [2]] ≈ [1, 2]', 1, 2, '[0, 1]'],
    ['log(-1) ≈ log(-1)', Number.NaN, Number.NaN],
    ['log([1, -1, 1]) ≈ [0, 0, 5]', Number.NaN, 0, '[1]'],
    ['1 ≈ 1.5 within log(-1)', 1, 1.5],
    ['1 ≈ 2 within -1', 1, 2],
    ['1 / 0 ≈ -1 / 0', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ['1 / 0 ≈ 1', Number.POSITIVE_INFINITY, 1],
    ['1 ≈ 1 / 0 within 1e300', 1, Number.POSITIVE_INFINITY],
  ])('%s does not hold', (claim, left, right, elementIndex = '') => {
    const { evaluation, problems } = evaluated(`expect ${claim}`);
    expect(evaluation.verdicts.map(({ expectation: _, ...comparison }) => comparison)).toEqual([
      { holds: false, left, right, elementIndex },
    ]);
    expect(problems.map(({ code }) => code)).toEqual(['expectation-failed']);
  });
});

test('an expectation without a value is not checked', () => {
  const { evaluation, problems } = evaluated('expect y ≈ 1\nexpect 1 ≈ 1');
  expect(evaluation.verdicts).toHaveLength(1);
  expect(problems.map(({ code }) => code)).toEqual(['undefined-name']);
});

test('a failed expectation is an error and keeps the model valid', () => {
  const snapshot = evaluated('param x = 1\nloss L = x\nexpect L ≈ 2');
  expect(snapshot.problems.map(({ severity }) => severity)).toEqual(['error']);
  expect(isSound(snapshot)).toBe(true);
});
