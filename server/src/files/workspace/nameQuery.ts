/** A query for names that contain its letters in order, in upper or lower case. */

const decoder = new TextDecoder();

export class NameQuery {
  readonly #letters: string;
  /** Undefined if a letter is not ASCII. */
  readonly #bytes: Uint8Array | undefined;
  readonly #wordPattern: RegExp | undefined;

  constructor(query: string) {
    this.#letters = query.toLowerCase();
    const bytes = new TextEncoder().encode(this.#letters);
    this.#bytes = bytes.length === this.#letters.length ? bytes : undefined;
    this.#wordPattern = /^\w+$/.test(this.#letters)
      ? wordPattern([...this.#letters].slice(0, patternLetters))
      : undefined;
  }

  /** False if no word of a text matches. Much faster than finding the names in it. */
  mayMatchIn(text: string): boolean {
    return this.#wordPattern?.test(text) ?? true;
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

/** Letters of a query that the pattern looks for: long patterns exceed the limits of the engine. */
const patternLetters = 20;

/** The ASCII characters that are not part of a name, in a character class. */
const separators = '\\0-/:-@\\[-^`{-\\x7f';

/**
 * Matches a word that contains letters in order. The time is linear in the text: a word is searched from the first
 * occurrence of the first letter only, and each letter is the next of its kind.
 */
function wordPattern(letters: readonly string[]): RegExp {
  const [first, ...others] = letters.map((letter) => {
    const variants = caseVariants(letter);
    return { letter: `[${variants}]`, before: `[^${variants}${separators}]*` };
  });
  const rest = others.map(({ letter, before }) => before + letter).join('');
  return new RegExp(`${first.letter}(?<!${first.letter}${first.before}${first.letter})${rest}`);
}

/** All characters whose lower case contains an ASCII letter. */
function caseVariants(letter: string): string {
  const beyondAscii: Readonly<Record<string, string>> = { i: 'İ', k: '\u212a' };
  return letter + letter.toUpperCase() + (beyondAscii[letter] ?? '');
}
