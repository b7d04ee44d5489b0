/** Text to tokens. Never fails: what has no meaning becomes a token of its own kind, for the parser to report. */

import type { Range } from '../base/lines.ts';

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

/** Whether a word begins a statement, as all keywords but `within` do. */
function beginsStatement(word: string): boolean {
  return isKeyword(word) && word !== 'within';
}

export function isOpener(kind: TokenKind | undefined): boolean {
  return kind === '(' || kind === '[' || kind === '{';
}

export function isCloser(kind: TokenKind | undefined): boolean {
  return kind === ')' || kind === ']' || kind === '}';
}

/** Behind the last token there is room for those that a look ahead asks for. */
const lookAhead = 3 * 4;

/** The tokens of a text, as flat arrays: a long line has millions. They are scanned as they are asked for. The last one is `end`. */
export class Tokens {
  readonly #text: string;
  readonly #scanner: Scanner;
  /** The kind, the start and the end of each token, one after another. */
  #fields = new Int32Array(3 * 64);
  #length = 0;

  constructor(text: string, scanner: Scanner) {
    this.#text = text;
    this.#scanner = scanner;
  }

  /** How many there are up to the end of the text. */
  get length(): number {
    while (this.#scanner.next());
    return this.#length;
  }

  push(kind: TokenKind, start: number, end: number): void {
    const place = 3 * this.#length++;
    if (place + lookAhead >= this.#fields.length) this.#makeRoom();
    this.#fields[place] = kindCodes.get(kind)!;
    this.#fields[place + 1] = start;
    this.#fields[place + 2] = end;
  }

  kind(index: number): TokenKind {
    return kinds[this.#field(index, 0)];
  }

  start(index: number): number {
    return this.#field(index, 1);
  }

  end(index: number): number {
    return this.#field(index, 2);
  }

  #field(index: number, field: number): number {
    while (index >= this.#length && this.#scanner.next());
    return this.#fields[3 * index + field];
  }

  range(index: number): Range {
    return { start: this.start(index), end: this.end(index) };
  }

  text(index: number): string {
    return this.#text.slice(this.start(index), this.end(index));
  }

  /** Whether a statement may start with this token, if it is the first of a line. */
  startsStatement(index: number): boolean {
    const kind = this.kind(index);
    return kind === 'name' ? this.kind(index + 1) === '=' : beginsStatement(kind);
  }

  /** Whether the line that this token ends lies in no bracket, as far as it has been scanned. */
  endsClean(index: number): boolean {
    return !this.#scanner.enclosed.has(index);
  }

  #makeRoom(): void {
    const longer = new Int32Array(2 * this.#fields.length);
    longer.set(this.#fields);
    this.#fields = longer;
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
const indentation = /[ \t]*/y;
const emptyLine = /[#\r\n]|$/y;
/** What the first character alone tells; others are tried as names, numbers and strings. */
const starts = new Map<string, 'blank' | 'comment' | 'newline' | 'symbol'>([
  ...[...' \t\v\f\u00a0\ufeff'].map((first) => [first, 'blank'] as const),
  ...[...'\r\n'].map((first) => [first, 'newline'] as const),
  ...symbols.filter((symbol) => symbol !== '.').map((symbol) => [symbol[0], 'symbol'] as const),
  ['#', 'comment'],
]);

const symbolSet: ReadonlySet<string> = new Set(symbols);

function isSymbol(text: string): text is (typeof symbols)[number] {
  return symbolSet.has(text);
}

/** The longer of the symbols that start here. */
function symbolAt(text: string, at: number): (typeof symbols)[number] | undefined {
  const two = text.slice(at, at + 2);
  if (isSymbol(two)) return two;
  const one = text[at];
  return isSymbol(one) ? one : undefined;
}

/** Where a line begins inside an open bracket: the next statement, so that one unclosed bracket costs one statement. */
const nextStatement = new RegExp(
  `(?:(?:${keywords.filter(beginsStatement).join('|')})(?!\\p{ID_Continue})|${nameText}[ \\t]*=(?!=))`,
  'uy',
);

/**
 * Scans a text from an offset on, before which every bracket is closed. Newlines inside brackets that hold an expression
 * are left out, unless the next line starts a statement: at column 0, or in the body of a function where its statements start.
 */
export function scan(text: string, from = 0): Tokens {
  return new Scanner(text, from).tokens;
}

class Scanner {
  readonly tokens: Tokens;
  /** The newlines that stand in a bracket. */
  readonly enclosed = new Set<number>();
  readonly #text: string;
  #at: number;
  #count = 0;
  #isOver = false;
  /** The brackets that are open. Between braces there are statements, so newlines count. */
  #open: TokenKind[] = [];
  /** In the body of a function: how many brackets hold its statements, and how those are indented. */
  #body: { readonly depth: number; readonly indent: number } | undefined;

  constructor(text: string, from: number) {
    this.tokens = new Tokens(text, this);
    this.#text = text;
    this.#at = from;
  }

  /** Scans what is next; false where there is no more. */
  next(): boolean {
    if (this.#isOver) return false;
    if (this.#at < this.#text.length) this.#next();
    else {
      this.#push('end', this.#at);
      this.#isOver = true;
    }
    return true;
  }

  #next(): void {
    const start = this.#at;
    switch (starts.get(this.#text[start])) {
      case 'blank':
        this.#skip(blank);
        return;
      case 'comment':
        this.#skip(comment);
        return;
      case 'newline':
        this.#skip(newline);
        this.#endLine(start);
        return;
      case 'symbol':
        this.#symbol(start);
        return;
    }
    if (this.#skip(name)) this.#push(this.#word(start), start);
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
    this.#count++;
    this.tokens.push(kind, start, this.#at);
  }

  #endLine(start: number): void {
    const innermost = this.#open.at(-1);
    if (innermost !== undefined) {
      const indent = this.#indent();
      if (indent === 0 && this.#startsStatement(0)) this.#closeAll();
      else if (innermost === '{') this.#enterBody(indent);
      else if (this.#startsNextInBody(indent)) this.#open.length = this.#body!.depth;
      else return;
    }
    if (this.#open.length > 0 || this.#body !== undefined) this.enclosed.add(this.#count);
    this.#push('newline', start);
  }

  #closeAll(): void {
    this.#open = [];
    this.#body = undefined;
  }

  /** The first line of a body that has something on it says how its statements are indented. */
  #enterBody(indent: number): void {
    emptyLine.lastIndex = this.#at + indent;
    if (!emptyLine.test(this.#text)) this.#body ??= { depth: this.#open.length, indent };
  }

  #startsNextInBody(indent: number): boolean {
    return this.#body !== undefined && indent === this.#body.indent && this.#startsStatement(indent);
  }

  /** How many blanks are next. */
  #indent(): number {
    indentation.lastIndex = this.#at;
    indentation.test(this.#text);
    return indentation.lastIndex - this.#at;
  }

  #startsStatement(indent: number): boolean {
    nextStatement.lastIndex = this.#at + indent;
    return nextStatement.test(this.#text);
  }

  #word(start: number): TokenKind {
    const word = this.#text.slice(start, this.#at);
    return isKeyword(word) ? word : 'name';
  }

  #symbol(start: number): void {
    const symbol = symbolAt(this.#text, start);
    if (symbol === undefined) this.#skip(character);
    else this.#at += symbol.length;
    this.#push(symbol ?? 'unknown', start);
    if (symbol === '(' || symbol === '[' || symbol === '{') this.#open.push(symbol);
    if (symbol === ')' || symbol === ']' || symbol === '}') this.#open.pop();
    if (symbol === '{' || symbol === '}') this.#body = undefined;
  }
}
