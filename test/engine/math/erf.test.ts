/** The error function against values computed to a hundred digits. */

import { describe, expect, test } from 'vitest';
import { erf } from '../../../server/src/engine/math/erf.ts';
import { ulpsBetween } from '../../support/oracles/ulps.ts';

const known = [
  [1e-300, 1.1283791670955126e-300],
  [1e-10, 1.1283791670955126e-10],
  [2 ** -28, 4.203539964167448e-9],
  [0.1, 0.1124629160182849],
  [0.25, 0.27632639016823696],
  [0.5, 0.5204998778130465],
  [0.84375, 0.7672256612323416],
  [0.9, 0.7969082124228322],
  [1, 0.8427007929497149],
  [1.25, 0.9229001282564583],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [2.5, 0.999593047982555],
  [1 / 0.35, 0.9999466876886117],
  [3, 0.9999779095030014],
  [3.5, 0.9999992569016276],
  [4, 0.9999999845827421],
  [5, 0.9999999999984626],
  [5.9, 0.9999999999999999],
  [6, 1],
  [Infinity, 1],
] as const;

describe.each(known)('erf(%d)', (x, expected) => {
  test('is right to 1 ulp', () => {
    expect(ulpsBetween(erf(x), expected)).toBeLessThanOrEqual(1n);
  });

  test('is odd', () => {
    expect(erf(-x)).toBe(-erf(x));
  });
});

test('erf of 0 is 0, with the same sign', () => {
  expect(erf(0)).toBe(0);
  expect(erf(-0)).toBe(-0);
});

test('erf of NaN is NaN', () => {
  expect(erf(Number.NaN)).toBeNaN();
});
