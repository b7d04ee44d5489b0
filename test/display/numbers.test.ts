/** Number formatting: short, with true minus signs, correct to the last digit. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatChanged, formatNumber, maxCharacters } from '../../server/src/display/numbers.ts';
import { generatedCases } from '../support/setup/thorough.ts';
import { parseNumber } from '../support/texts/parseNumber.ts';

describe('a number with four digits', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [3, '3'],
    [-12, '−12'],
    [16, '16'],
    [-2.16, '−2.16'],
    [0.1 + 0.2, '0.3'],
    [1 / 3, '0.3333'],
    [-2 / 3, '−0.6667'],
    [9.9996, '10'],
    [99.996, '100'],
    [9.9994, '9.999'],
    [0.99996, '1'],
    [1.10001, '1.1'],
    [123.456, '123.5'],
    [1234.56, '1235'],
    [12345.67, '12346'],
    [123456, '123456'],
    [999999, '999999'],
    [999999.4, '999999'],
    [1e6, '1e6'],
    [1234567, '1.235e6'],
    [-1e21, '−1e21'],
    [1.7976931348623157e308, '1.798e308'],
    [0.0001, '0.0001'],
    [0.00012346, '0.0001235'],
    [0.000099, '9.9e−5'],
    [1.2346e-7, '1.235e−7'],
    [-5e-324, '−5e−324'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%d is formatted as %s', (value, expected) => {
    expect(formatNumber(value, 4)).toBe(expected);
  });
});

describe('a number with other digits', () => {
  test.each([
    [Math.PI, 2, '3.1'],
    [Math.PI, 3, '3.14'],
    [Math.PI, 17, '3.141592653589793'],
    [0.1, 17, '0.1'],
    [0.1 + 0.2, 16, '0.3'],
    [0.1 + 0.2, 17, '0.30000000000000004'],
    [1e-7, 17, '1e−7'],
    [1 / 3e-9, 17, '3.333333333333333e8'],
    [123.456, 2, '123'],
    [1.05, 2, '1.1'],
    [2 ** 53, 17, '9.007199254740992e15'],
  ])('%d in %d digits is formatted as %s', (value, digits, expected) => {
    expect(formatNumber(value, digits)).toBe(expected);
  });
});

const digits = fc.integer({ min: 2, max: 17 });

test('rounding error is at most half a unit of the last digit', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e308, max: 1e308, noNaN: true }), digits, (value, digits) => {
      const shown = formatNumber(value, digits);
      expect(Math.abs(parseNumber(shown) - value)).toBeLessThanOrEqual(halfUnit(value, shown, digits));
      expect(shown).toMatch(/^−?\d+(\.\d*[1-9])?(e−?[1-9]\d*)?$/);
      expect(shown).not.toBe('−0');
    }),
    { numRuns: 3_000 },
  );
});

/** Numbers that are shown without an exponent, many of them at a rounding boundary of the last digit. */
const plainNumbers = fc
  .tuple(fc.integer({ min: 1, max: 10 ** 6 }), fc.integer({ min: -1, max: 5 }), fc.integer({ min: -2, max: 2 }))
  .map(([significand, decimals, ulps]) => ((significand + 0.5) / 10 ** decimals) * (1 + ulps * Number.EPSILON))
  .filter((value) => value >= 1e-4 && value < 1e6);

test("rounding without an exponent matches JavaScript's", () => {
  fc.assert(
    fc.property(
      fc.oneof(plainNumbers, fc.double({ min: 1e-4, max: 999_999, noNaN: true })),
      digits,
      (value, digits) => {
        const wholeDigits = String(Math.floor(value)).length;
        expect(formatNumber(value, digits)).toBe(String(Number(value.toPrecision(Math.max(digits, wholeDigits)))));
      },
    ),
    generatedCases(10_000),
  );
});

test('no number exceeds the maximum width', () => {
  fc.assert(
    fc.property(fc.oneof(plainNumbers, fc.double()), digits, (value, digits) => {
      expect(formatNumber(value, digits).length).toBeLessThanOrEqual(maxCharacters(value, digits));
      expect(formatNumber(-value, digits).length).toBeLessThanOrEqual(maxCharacters(-value, digits));
    }),
    generatedCases(10_000),
  );
});

test('seventeen digits distinguish all numbers', () => {
  fc.assert(
    fc.property(fc.double({ noDefaultInfinity: true }), (value) => {
      expect(parseNumber(formatNumber(value, 17))).toBe(value + 0);
    }),
  );
});

describe('a changed number', () => {
  test.each([
    [-2.16, -2, '−2.16'],
    [1.00001, 1, '1.00001'],
    [1, 1.00001, '1'],
    [0.30000000000000004, 0.3, '0.30000000000000004'],
    [1234567.1, 1234567, '1.2345671e6'],
    [2, 2, '2'],
    [Number.NaN, 1, 'NaN'],
    [Number.POSITIVE_INFINITY, 1, '∞'],
  ])('%d, changed from %d, is formatted as %s', (value, from, expected) => {
    expect(formatChanged(value, from, 4)).toBe(expected);
  });

  test('is displayed differently from the old number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), digits, (value, from, digits) => {
        const isDifferent = formatChanged(value, from, digits) !== formatChanged(from, value, digits);
        expect(isDifferent).toBe(value !== from);
      }),
    );
  });
});

/** Half a unit of the last significant digit, or of the last digit of the integer part, plus float64 rounding. */
function halfUnit(value: number, shown: string, digits: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  const lastDigit = shown.includes('e') ? exponent - digits + 1 : Math.min(0, exponent - digits + 1);
  const rounding = Math.abs(value) * 2 ** -52 + Number.MIN_VALUE;
  return 0.5 * 10 ** lastDigit * (1 + 1e-9) + rounding;
}
