/** Text to tokens. Never fails: what has no meaning becomes a token of its own kind, for the parser to report. */

export const keywords = [
  'const',
  'param',
  'data',
  'loss',
  'fn',
  'train',
  'expect',
  'import',
  'return',
  'within',
] as const;
export type Keyword = (typeof keywords)[number];

/** Longest first, so that the first that fits is the right one. */
const symbols = [
  ...['**', '~=', '<=', '>=', '==', '!='],
  ...['+', '-', '−', '*', '/', '@', '^', '(', ')', '[', ']', '{', '}', ',', '=', '<', '>', '~', '≈', ':', '.', '∂'],
] as const;
export type TokenSymbol = (typeof symbols)[number];

export type TokenKind =
  | 'end'
  | 'newline'
  | 'name'
  | 'number'
  | 'malformed'
  | 'string'
  | 'unknown'
  | Keyword
  | TokenSymbol;

const kinds: readonly TokenKind[] = [
  'end',
  'newline',
  'name',
  'number',
  'malformed',
  'string',
  'unknown',
  ...keywords,
  ...symbols,
];
const kindCodes = new Map(kinds.map((kind, code) => [kind, code]));
const keywordSet: ReadonlySet<string> = new Set(keywords);

export function isKeyword(word: string): word is Keyword {
  return keywordSet.has(word);
}

/** The tokens of a text, as flat arrays: a long line has millions. The last one is `end`. */
export class Tokens {
  readonly #text: string;
  readonly #kinds: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #length = 0;

  constructor(text: string) {
    this.#text = text;
    this.#kinds = new Uint8Array(text.length + 1);
    this.#starts = new Int32Array(text.length + 1);
    this.#ends = new Int32Array(text.length + 1);
  }

  get length(): number {
    return this.#length;
  }

  push(kind: TokenKind, start: number, end: number): void {
    this.#kinds[this.#length] = kindCodes.get(kind)!;
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length++;
  }

  kind(index: number): TokenKind {
    return kinds[this.#kinds[index]];
  }

  start(index: number): number {
    return this.#starts[index];
  }

  end(index: number): number {
    return this.#ends[index];
  }

  text(index: number): string {
    return this.#text.slice(this.#starts[index], this.#ends[index]);
  }
}

const blank = /[ \t\v\f\u00a0\ufeff]+/y;
const newline = /\r\n|\r|\n/y;
const comment = /#[^\r\n]*/y;
const name = /[\p{ID_Start}_]\p{ID_Continue}*/uy;
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const string = /"(?:[^"\\\r\n]|\\[^\r\n])*"/y;
const character = /./suy;
/** At column 0 inside an open bracket: the next statement, so that one unclosed bracket costs one statement. */
const nextStatement = new RegExp(
  `(?:(?:${keywords.filter((k) => k !== 'within').join('|')})\\b|[\\p{ID_Start}_]\\p{ID_Continue}*[ \\t]*=(?!=))`,
  'uy',
);

/** Scans a text. Newlines inside brackets are left out, unless the next line starts a statement at column 0. */
export function scan(text: string): Tokens {
  const tokens = new Tokens(text);
  let at = 0;
  let depth = 0;
  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
  while (at < text.length) {
    const start = at;
    let end = match(blank);
    if (end < 0) end = match(comment);
    if (end >= 0) {
      at = end;
      continue;
    }
    if ((end = match(newline)) >= 0) {
      at = end;
      if (depth > 0 && match(nextStatement) < 0) continue;
      depth = 0;
      tokens.push('newline', start, end);
    } else if ((end = match(name)) >= 0) {
      const word = text.slice(start, end);
      tokens.push(isKeyword(word) ? word : 'name', start, end);
    } else if ((end = match(number)) >= 0) {
      at = end;
      const tail = match(name);
      tokens.push(tail < 0 ? 'number' : 'malformed', start, tail < 0 ? end : tail);
      end = Math.max(end, tail);
    } else if ((end = match(string)) >= 0) {
      tokens.push('string', start, end);
    } else {
      const symbol = symbols.find((candidate) => text.startsWith(candidate, start));
      end = symbol === undefined ? match(character) : start + symbol.length;
      tokens.push(symbol ?? 'unknown', start, end);
      if (symbol === '(' || symbol === '[' || symbol === '{') depth++;
      if (symbol === ')' || symbol === ']' || symbol === '}') depth = Math.max(0, depth - 1);
    }
    at = end;
  }
  tokens.push('end', text.length, text.length);
  return tokens;
}
