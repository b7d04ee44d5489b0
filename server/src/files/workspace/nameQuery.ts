/** A query for names that contain its letters in order, in upper or lower case. */

import { definitionRoles } from './definitionScanner.ts';

const decoder = new TextDecoder();

export class NameQuery {
  readonly #letters: string;
  /** Undefined if a letter is not ASCII. */
  readonly #bytes: Uint8Array | undefined;
  /** What a text with a matching definition contains; the faster pattern first. */
  readonly #patterns: readonly RegExp[];

  constructor(query: string) {
    this.#letters = query.toLowerCase();
    const bytes = new TextEncoder().encode(this.#letters);
    this.#bytes = bytes.length === this.#letters.length ? bytes : undefined;
    this.#patterns = /^\w+$/.test(this.#letters) ? patternsOf(this.#letters.slice(0, patternLength)) : [];
  }

  /** False if a model defines no name that matches. Much faster than finding its definitions. */
  mayMatchIn(text: string): boolean {
    const lines = `\n${text}`;
    return this.#patterns.every((pattern) => pattern.test(lines));
  }

  matchesName(name: string): boolean {
    const lowerCaseName = name.toLowerCase();
    let offset = 0;
    for (const letter of this.#letters) {
      offset = lowerCaseName.indexOf(letter, offset) + letter.length;
      if (offset < letter.length) return false;
    }
    return true;
  }

  /** True if the name between two offsets matches. */
  matches(names: Uint8Array, start: number, end: number): boolean {
    let union = 0;
    for (let offset = start; offset < end; offset++) union |= names[offset];
    if (union >= 128) return this.matchesName(decoder.decode(names.subarray(start, end)));
    const letters = this.#bytes;
    if (letters === undefined) return false;
    let matched = 0;
    for (let offset = start; offset < end && matched < letters.length; offset++) {
      const byte = names[offset];
      const lowerCase = byte >= 65 && byte <= 90 ? byte + 32 : byte;
      if (lowerCase === letters[matched]) matched++;
    }
    return matched === letters.length;
  }
}

/** Letters of a query that the patterns look for: long patterns exceed the limits of the engine. */
const patternLength = 20;

const blanks = '[ \\t\\v\\f]*';
const definitionKeywords = definitionRoles.slice(1).join('|');

/** The ASCII characters that are not part of a name, in a character class. */
const separators = '\\0-/:-@\\[-^`{-\\x7f';

/**
 * Patterns of a word that contains letters in order, anywhere and at the start of a statement. Their time is linear in the
 * text: a word is searched from the first occurrence of the first letter only, and each letter is the next of its kind.
 */
function patternsOf(letters: string): readonly RegExp[] {
  const [first, ...others] = [...letters].map((letter) => {
    const variants = caseVariants(letter);
    return { letter: `[${variants}]`, before: `[^${variants}${separators}]*` };
  });
  const rest = others.map(({ letter, before }) => before + letter).join('');
  return [
    new RegExp(`${first.letter}(?<!${first.letter}${first.before}${first.letter})${rest}`),
    new RegExp(`[\\n\\r]${blanks}(?:(?:${definitionKeywords})${blanks})?${first.before}${first.letter}${rest}`),
  ];
}

/** All characters whose lower case contains an ASCII letter. */
function caseVariants(letter: string): string {
  const beyondAscii: Readonly<Record<string, string>> = { i: 'İ', k: '\u212a' };
  return letter + letter.toUpperCase() + (beyondAscii[letter] ?? '');
}
