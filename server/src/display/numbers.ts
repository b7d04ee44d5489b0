/** How a number is shown, on every surface alike: adaptive digits, true minus signs, never a negative zero. */

/** From here on, and below the other, a number is shown with an exponent. */
const largest = 1e6;
const smallest = 1e-4;

/** `−2.16`, `0.3`, `1.235e−7`: a number with this many significant digits, more where that many would cut its whole part. */
export function showNumber(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 ? '−' : '';
  const magnitude = Math.abs(value);
  if (magnitude === Number.POSITIVE_INFINITY) return `${sign}∞`;
  if (magnitude === 0) return '0';
  const text =
    magnitude >= largest || magnitude < smallest ? withExponent(magnitude, digits) : plain(magnitude, digits);
  return sign + text;
}

/** What the text of a number has at most as characters, found in a fraction of the time that writing it takes. */
export function mostCharacters(value: number, digits: number): number {
  const magnitude = Math.abs(value);
  const sign = value < 0 ? 1 : 0;
  if (magnitude >= largest || magnitude < smallest) return sign + digits + '.e−'.length + exponentDigits(magnitude);
  if (magnitude < 1) return sign + '0.'.length + leadingZeros(magnitude) + digits;
  return sign + (magnitude < powersOfTen[digits] ? digits + '.'.length : String(largest).length);
}

/** Of the exponent at most, as rounding may make it one less. */
function exponentDigits(magnitude: number): number {
  if (magnitude >= 1e-9 && magnitude < 1e9) return 1;
  return magnitude >= 1e-99 && magnitude < 1e99 ? 2 : 3;
}

/** Between the point and the first digit, of a number below 1 that is shown without an exponent. */
function leadingZeros(magnitude: number): number {
  if (magnitude >= 0.1) return 0;
  if (magnitude >= 0.01) return 1;
  return magnitude >= 0.001 ? 2 : 3;
}

/** The number with as many digits as it takes to tell it from another one, so that a small step can be seen. */
export function showChanged(value: number, from: number, digits: number): string {
  for (let more = digits; more < 17; more++) {
    const text = showNumber(value, more);
    if (text !== showNumber(from, more) || value === from) return text;
  }
  return showNumber(value, 17);
}

/** As many digits as a float64 holds with certainty. */
const certainDigits = 15;
const powersOfTen = Array.from({ length: 20 }, (_, exponent) => 10 ** exponent);

/** Thousands of numbers are written at a key, and by way of a text, or of a number with decimals, each takes longer. */
function plain(magnitude: number, digits: number): string {
  const wholeDigits = Math.floor(Math.log10(magnitude)) + 1;
  const kept = Math.max(digits, wholeDigits);
  const decimals = kept - wholeDigits;
  const scaled = magnitude * powersOfTen[decimals];
  const nearest = Math.round(scaled);
  // So near the middle between two, what the product has lost could decide.
  const isCertain = Math.abs(Math.abs(scaled - nearest) - 0.5) > scaled * Number.EPSILON;
  return isCertain && kept < certainDigits ? withPoint(nearest, decimals) : String(Number(magnitude.toPrecision(kept)));
}

/** The last of some digits are decimals. */
function withPoint(digits: number, decimals: number): string {
  const power = powersOfTen[decimals];
  const whole = Math.floor(digits / power);
  let fraction = digits - whole * power;
  if (fraction === 0) return String(whole);
  let places = decimals;
  for (; fraction % 10 === 0; fraction /= 10) places--;
  return `${whole}.${String(fraction).padStart(places, '0')}`;
}

function withExponent(magnitude: number, digits: number): string {
  const short = magnitude.toExponential(digits - 1);
  const [mantissa, exponent] = (Number(short) === magnitude ? magnitude.toExponential() : short).split('e');
  return `${withoutTrailingZeros(mantissa)}e${exponent.replace('+', '').replace('-', '−')}`;
}

function withoutTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
