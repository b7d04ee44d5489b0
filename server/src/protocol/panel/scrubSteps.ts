/** How far one step of a drag, or one key, moves a number, and how that is written: the same in the editor and in the panel. */

/** A step moves the last digit, but at least a thousandth and at most a tenth of the first one: `−2` by 0.1, `−2.1648361` by 0.001. */
const [maxPrecision, minPrecision] = [3, 1];

/** Beyond these powers of ten a double has no room for steps. */
const [minExponent, maxExponent] = [-300, 300];

/**
 * The number after some steps, rounded to the digit that was moved, so that nobody reads `0.30000000000000004`.
 * @param steps may be tenths of a step.
 */
export function scrubBy(value: number, steps: number): number {
  if (steps === 0 || !Number.isFinite(value)) return value;
  const isInteger = Number.isInteger(steps);
  const exponent = stepExponent(value) - (isInteger ? 0 : 1);
  const count = Math.round(value / 10 ** exponent + (isInteger ? steps : 10 * steps));
  const moved = Number(`${BigInt(count)}e${exponent}`);
  return Number.isFinite(moved) ? moved : value;
}

/** The power of ten that a step is. */
function stepExponent(value: number): number {
  const [mantissa, exponent] = value.toExponential().split('e');
  const leadingExponent = Number(exponent);
  // A whole number shows all of its digits, with the zeros at its end.
  const shownDigits = Math.max(leadingExponent, mantissa.split('.')[1]?.length ?? 0);
  const exponentOfStep = leadingExponent - Math.min(maxPrecision, Math.max(minPrecision, shownDigits));
  return Math.min(maxExponent, Math.max(minExponent, exponentOfStep));
}

/** All digits of a number that is tried out, as every number is shown: `−2.1`, `1.5e−7`. */
export function formatScrubbed(value: number): string {
  const magnitude = Math.abs(value);
  const hasExponent = magnitude >= 1e6 || (magnitude < 1e-4 && magnitude > 0);
  const text = hasExponent ? value.toExponential().replace('+', '') : String(value);
  return text.replace(/-/g, '−');
}
