/** Number formatting for all views: adaptive digits, true minus signs, never a negative zero. */

/** Numbers from `maxFixed` on and below `minFixed` are shown with an exponent. */
const maxFixed = 1e6;
const minFixed = 1e-4;

/** `−2.16`, `0.3`, `1.235e−7`: `digits` significant digits, or more so that the integer part is never cut. */
export function formatNumber(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 ? '−' : '';
  const magnitude = Math.abs(value);
  if (magnitude === Number.POSITIVE_INFINITY) return `${sign}∞`;
  if (magnitude === 0) return '0';
  const text =
    magnitude >= maxFixed || magnitude < minFixed
      ? toExponentNotation(magnitude, digits)
      : toFixedNotation(magnitude, digits);
  return sign + text;
}

/** Upper bound of the length of `formatNumber(value, digits)`, much cheaper than formatting. */
export function maxCharacters(value: number, digits: number): number {
  const magnitude = Math.abs(value);
  const sign = value < 0 ? 1 : 0;
  if (magnitude >= maxFixed || magnitude < minFixed) return sign + digits + '.e−'.length + exponentDigits(magnitude);
  if (magnitude < 1) return sign + '0.'.length + leadingZeros(magnitude) + digits;
  return sign + (magnitude < powersOfTen[digits] ? digits + '.'.length : String(maxFixed).length);
}

/** Upper bound of the digits of the exponent, which rounding may lower by one. */
function exponentDigits(magnitude: number): number {
  if (magnitude >= 1e-9 && magnitude < 1e9) return 1;
  return magnitude >= 1e-99 && magnitude < 1e99 ? 2 : 3;
}

/** Zeros between the decimal point and the first digit of a number below 1 shown without an exponent. */
function leadingZeros(magnitude: number): number {
  if (magnitude >= 0.1) return 0;
  if (magnitude >= 0.01) return 1;
  return magnitude >= 0.001 ? 2 : 3;
}

/** The number with as many digits as distinguish it from `reference`, so that a small step is visible. */
export function formatChanged(value: number, reference: number, digits: number): string {
  for (let precision = digits; precision < 17; precision++) {
    const text = formatNumber(value, precision);
    if (text !== formatNumber(reference, precision) || value === reference) return text;
  }
  return formatNumber(value, 17);
}

/** Digits that a float64 always represents exactly. */
const maxExactDigits = 15;
const powersOfTen = Array.from({ length: 20 }, (_, exponent) => 10 ** exponent);

/** Integer arithmetic, because thousands of numbers are formatted on each keystroke and `toPrecision` is slower. */
function toFixedNotation(magnitude: number, digits: number): string {
  const integerDigits = Math.floor(Math.log10(magnitude)) + 1;
  const significantDigits = Math.max(digits, integerDigits);
  const decimals = significantDigits - integerDigits;
  const scaled = magnitude * powersOfTen[decimals];
  const rounded = Math.round(scaled);
  // Close to a rounding boundary, the error of the product could change the result.
  const isRoundingExact = Math.abs(Math.abs(scaled - rounded) - 0.5) > scaled * Number.EPSILON;
  return isRoundingExact && significantDigits < maxExactDigits
    ? insertDecimalPoint(rounded, decimals)
    : String(Number(magnitude.toPrecision(significantDigits)));
}

/** Inserts a decimal point before the last `decimals` digits, without trailing zeros. */
function insertDecimalPoint(digits: number, decimals: number): string {
  const power = powersOfTen[decimals];
  const integerPart = Math.floor(digits / power);
  let fraction = digits - integerPart * power;
  if (fraction === 0) return String(integerPart);
  let fractionLength = decimals;
  for (; fraction % 10 === 0; fraction /= 10) fractionLength--;
  return `${integerPart}.${String(fraction).padStart(fractionLength, '0')}`;
}

function toExponentNotation(magnitude: number, digits: number): string {
  const rounded = magnitude.toExponential(digits - 1);
  const [mantissa, exponent] = (Number(rounded) === magnitude ? magnitude.toExponential() : rounded).split('e');
  return `${trimTrailingZeros(mantissa)}e${exponent.replace('+', '').replace('-', '−')}`;
}

function trimTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
