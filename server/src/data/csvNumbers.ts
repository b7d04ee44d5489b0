/** Numbers in the cells of a CSV file. */

const decimalPattern = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const nonFinitePattern = /^([+-]?)(?:(nan)|inf|infinity)$/i;

/**
 * Undefined if the text is not a number. Numbers are decimal, as JavaScript's `Number` reads them; `nan` and `inf` are
 * read as NumPy does, in any case and with a sign.
 */
export function parseNumber(text: string): number | undefined {
  if (isDecimal(text)) return Number(text);
  const [word, sign, nan] = nonFinitePattern.exec(text) ?? [];
  if (word === undefined) return undefined;
  if (nan) return Number.NaN;
  return sign === '-' ? -Infinity : Infinity;
}

export function isDecimal(text: string): boolean {
  return decimalPattern.test(text);
}

/** Letters are allowed as the `e` of an exponent, or Fortran's `D`. */
const withoutWordPattern = /^(?:\P{L}|(?<=\p{Nd}[.,]?)(?:[eE](?=[+\-\u2212]?\p{Nd})|[dD](?=[+\-\u2212]\p{Nd})))+$/u;
const digitPattern = /[\p{Nd}\p{No}]/u;
const radixPattern = /^[+\-\u2212]?0(?:x[\da-f_]+|o[0-7_]+|b[01_]+)$/i;

/**
 * True for a text with digits and without words, such as `1,5`, `1 000`, `$5`, `5%` or `0x10`, and for decimal
 * numbers. Dates, ranges and codes of digits can't be told from numbers, while `A3`, `1st` and `5 kg` have words.
 */
export function isLikeNumber(text: string): boolean {
  return (withoutWordPattern.test(text) && digitPattern.test(text)) || radixPattern.test(text);
}
