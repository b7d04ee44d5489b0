/** How a number is shown, on every surface alike: adaptive digits, true minus signs, never a negative zero. */

/** From here on, and below the other, a number is shown with an exponent. */
const largest = 1e6;
const smallest = 1e-4;

/** `−2.16`, `0.3`, `1.235e−7`: a number with this many significant digits, more where that many would cut its whole part. */
export function showNumber(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const shown = shownWith(digits);
  let text = shown.get(value);
  if (text === undefined) {
    text = written(value, digits);
    shown.set(value, text);
  }
  return text;
}

/** Most numbers of a file are the same from one key to the next, and writing one takes longer than finding it. */
const lastShown = new Map<number, Map<number, string>>();
const mostShown = 1 << 14;

function shownWith(digits: number): Map<number, string> {
  const shown = lastShown.get(digits);
  if (shown && shown.size < mostShown) return shown;
  const fresh = new Map<number, string>();
  lastShown.set(digits, fresh);
  return fresh;
}

function written(value: number, digits: number): string {
  const magnitude = Math.abs(value);
  const text = magnitude >= largest || magnitude < smallest ? withExponent(value, digits) : plain(value, digits);
  return text.replaceAll('-', '−');
}

/** The number with as many digits as it takes to tell it from another one, so that a small step can be seen. */
export function showChanged(value: number, from: number, digits: number): string {
  for (let more = digits; more < 17; more++) {
    const text = showNumber(value, more);
    if (text !== showNumber(from, more) || value === from) return text;
  }
  return showNumber(value, 17);
}

function plain(value: number, digits: number): string {
  const wholeDigits = Math.floor(Math.log10(Math.abs(value))) + 1;
  return String(Number(value.toPrecision(Math.max(digits, wholeDigits))));
}

function withExponent(value: number, digits: number): string {
  const rounded = value.toExponential(digits - 1);
  const [mantissa, exponent] = (Number(rounded) === value ? value.toExponential() : rounded).split('e');
  return `${withoutTrailingZeros(mantissa)}e${exponent.replace('+', '')}`;
}

function withoutTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
