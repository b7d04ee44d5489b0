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
const others = ['end', 'newline', 'name', 'number', 'malformed', 'string', 'unknown'] as const;

const kinds = [...others, ...keywords, ...symbols] as const;
export type TokenKind = (typeof kinds)[number];
const kindCodes = new Map<TokenKind, number>(kinds.map((kind, code) => [kind, code]));
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
/** `·` may continue an identifier in Unicode, but in a formula it is a product. */
const nameText = '[\\p{ID_Start}_](?:(?!·)\\p{ID_Continue})*';
const name = new RegExp(nameText, 'uy');
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const string = /"(?:[^"\\\r\n]|\\[^\r\n])*"/y;
const character = /./suy;
/** At column 0 inside an open bracket: the next statement, so that one unclosed bracket costs one statement. */
const nextStatement = new RegExp(
  `(?:(?:${keywords.filter((k) => k !== 'within').join('|')})(?!\\p{ID_Continue})|${nameText}[ \\t]*=(?!=))`,
  'uy',
);

/** Scans a text. Newlines inside brackets are left out, unless the next line starts a statement at column 0. */
export function scan(text: string): Tokens {
  return new Scanner(text).tokens;
}

class Scanner {
  readonly tokens: Tokens;
  readonly #text: string;
  #at = 0;
  /** How many brackets are open. */
  #depth = 0;

  constructor(text: string) {
    this.tokens = new Tokens(text);
    this.#text = text;
    while (this.#at < text.length) this.#next();
    this.tokens.push('end', text.length, text.length);
  }

  #next(): void {
    if (this.#skip(blank) || this.#skip(comment)) return;
    const start = this.#at;
    if (this.#skip(newline)) this.#endLine(start);
    else if (this.#skip(name)) this.#push(this.#word(start), start);
    else if (this.#skip(number)) this.#push(this.#skip(name) ? 'malformed' : 'number', start);
    else if (this.#skip(string)) this.#push('string', start);
    else this.#symbol(start);
  }

  /** Moves past what matches here, if anything does. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.test(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #push(kind: TokenKind, start: number): void {
    this.tokens.push(kind, start, this.#at);
  }

  #endLine(start: number): void {
    if (this.#depth > 0 && !this.#startsStatement()) return;
    this.#depth = 0;
    this.#push('newline', start);
  }

  #startsStatement(): boolean {
    nextStatement.lastIndex = this.#at;
    return nextStatement.test(this.#text);
  }

  #word(start: number): TokenKind {
    const word = this.#text.slice(start, this.#at);
    return isKeyword(word) ? word : 'name';
  }

  #symbol(start: number): void {
    const symbol = symbols.find((candidate) => this.#text.startsWith(candidate, start));
    if (symbol === undefined) this.#skip(character);
    else this.#at += symbol.length;
    this.#push(symbol ?? 'unknown', start);
    if (symbol === '(' || symbol === '[' || symbol === '{') this.#depth++;
    if (symbol === ')' || symbol === ']' || symbol === '}') this.#depth = Math.max(0, this.#depth - 1);
  }
}
