/** Step sizes and number formatting of scrubbing, shared by the editor and the panel. */

/**
 * A step changes the last digit, limited to a tenth to a thousandth of the first one: `−2` by 0.1, `−2.1648361` by
 * 0.001.
 */
const [maxPrecision, minPrecision] = [3, 1];

/** Limits of the exponent, beyond which a float64 has no room for steps. */
const [minExponent, maxExponent] = [-300, 300];

/**
 * The number after some steps, rounded to the changed digit to avoid results such as `0.30000000000000004`.
 * @param steps a multiple of 0.1.
 */
export function scrubBy(value: number, steps: number): number {
  if (steps === 0 || !Number.isFinite(value)) return value;
  const isInteger = Number.isInteger(steps);
  const exponent = stepExponent(value) - (isInteger ? 0 : 1);
  const count = Math.round(value / 10 ** exponent + (isInteger ? steps : 10 * steps));
  const moved = Number(`${BigInt(count)}e${exponent}`);
  return Number.isFinite(moved) ? moved : value;
}

/** Exponent of the step size as a power of ten. */
function stepExponent(value: number): number {
  const [mantissa, exponent] = value.toExponential().split('e');
  const leadingExponent = Number(exponent);
  // All digits of an integer are displayed, including trailing zeros.
  const shownDigits = Math.max(leadingExponent, mantissa.split('.')[1]?.length ?? 0);
  const exponentOfStep = leadingExponent - Math.min(maxPrecision, Math.max(minPrecision, shownDigits));
  return Math.min(maxExponent, Math.max(minExponent, exponentOfStep));
}

/** A scrubbed number with all digits, in the usual format: `−2.1`, `1.5e−7`. */
export function formatScrubbed(value: number): string {
  const magnitude = Math.abs(value);
  const hasExponent = magnitude >= 1e6 || (magnitude < 1e-4 && magnitude > 0);
  const text = hasExponent ? value.toExponential().replace('+', '') : String(value);
  return text.replace(/-/g, '−');
}
