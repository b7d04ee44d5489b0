/** Number formats of the panel's charts, as in every view: true minus signs, never a negative zero. */

/** From here on, and below the reciprocal bound, numbers use an exponent. */
const maxWithoutExponent = 1e6;
const minWithoutExponent = 1e-4;

/** With this many significant digits, or more if the integer part needs them. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const magnitude = Math.abs(value);
  if (magnitude === 0) return '0';
  const text =
    magnitude >= maxWithoutExponent || magnitude < minWithoutExponent
      ? withExponent(value, digits)
      : withoutExponent(value, digits);
  return text.replaceAll('-', '−');
}

/** `1,240`. */
export function formatCount(count: number): string {
  return countFormat.format(count);
}

const countFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

function withoutExponent(value: number, digits: number): string {
  const integerDigits = Math.floor(Math.log10(Math.abs(value))) + 1;
  return String(Number(value.toPrecision(Math.max(digits, integerDigits))));
}

function withExponent(value: number, digits: number): string {
  const rounded = value.toExponential(digits - 1);
  const [mantissa, exponent] = (Number(rounded) === value ? value.toExponential() : rounded).split('e') as [
    string,
    string,
  ];
  return `${mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa}e${exponent.replace('+', '')}`;
}

/** With all digits, as typed. */
export function formatPlain(value: number | string): string {
  return String(value).replaceAll('-', '−').replace('e+', 'e');
}
