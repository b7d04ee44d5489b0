/** Scanner. Never fails: an unknown character becomes a token of its own kind, which the parser reports. */

import { nameEnd, stringEnd } from '../text/lexemes.ts';
import type { Range } from '../text/lines.ts';

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
  'for',
  'within',
  'and',
  'or',
  'not',
] as const;
export type Keyword = (typeof keywords)[number];

const symbols = [
  ...['**', '~=', '<=', '>=', '==', '!=', '+', '-', '−', '*', '/', '%', '@', '^', '=', '<', '>', '~', '≈'],
  ...['(', ')', '[', ']', '{', '}', ',', ':', '.', '..', '∂'],
] as const;
const otherKinds = ['end', 'newline', 'name', 'number', 'malformed', 'string', 'unknown'] as const;

const kinds = [...otherKinds, ...keywords, ...symbols] as const;
export type TokenKind = (typeof kinds)[number];
const codeByKind = new Map<TokenKind, number>(kinds.map((kind, code) => [kind, code]));
const keywordSet: ReadonlySet<string> = new Set(keywords);

export function isKeyword(word: string): word is Keyword {
  return keywordSet.has(word);
}

/** Keywords inside a statement. All others start one. */
const innerKeywords: ReadonlySet<string> = new Set<Keyword>(['within', 'and', 'or', 'not']);

export function beginsStatement(word: string): boolean {
  return isKeyword(word) && !innerKeywords.has(word);
}

export function isOpener(kind: TokenKind | undefined): boolean {
  return kind === '(' || kind === '[' || kind === '{';
}

export function isCloser(kind: TokenKind | undefined): boolean {
  return kind === ')' || kind === ']' || kind === '}';
}

/** Added to the kind of a line break inside brackets. */
const inBrackets = 1 << 8;

/** Padding at the end of the fields, so that lookahead stays inside them. */
const lookaheadFields = 3 * 4;

/** The tokens of a text as one flat array, scanned on demand. The last token is `end`. */
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

  /** The number of tokens up to the end of the text. */
  get length(): number {
    while (this.#scanner.next());
    return this.#length;
  }

  push(kind: TokenKind, start: number, end: number, isInBrackets: boolean): void {
    const base = 3 * this.#length++;
    if (base + lookaheadFields >= this.#fields.length) this.#grow();
    this.#fields[base] = codeByKind.get(kind)! + (isInBrackets ? inBrackets : 0);
    this.#fields[base + 1] = start;
    this.#fields[base + 2] = end;
  }

  kind(index: number): TokenKind {
    return kinds[this.#field(index, 0) & (inBrackets - 1)];
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

  /** The range from one token to the end of another. */
  rangeFrom(first: number, last: number): Range {
    return { start: this.start(first), end: this.end(last) };
  }

  text(index: number): string {
    return this.#text.slice(this.start(index), this.end(index));
  }

  /** The source from one token to the end of another. */
  textFrom(first: number, last: number): string {
    return this.#text.slice(this.start(first), this.end(last));
  }

  /** True if a statement may start with this token, provided that it is the first of a line. */
  startsStatement(index: number): boolean {
    const kind = this.kind(index);
    if (kind !== 'name') return beginsStatement(kind);
    const sign = this.kind(this.#afterStep(index + 1));
    return sign === '=' || sign === '~';
  }

  /** The token after the brackets of `h[t] = …`, if some are at this index; else the index itself. */
  #afterStep(index: number): number {
    if (this.kind(index) !== '[') return index;
    let next = index + 1;
    for (let depth = 1; depth > 0; next++) {
      const kind = this.kind(next);
      if (kind === 'newline' || kind === 'end') return index;
      if (kind === '[') depth++;
      if (kind === ']') depth--;
    }
    return next;
  }

  /** True if no bracket is open at the end of the line that this token ends. */
  isSyncPoint(index: number): boolean {
    return this.#field(index, 0) < inBrackets;
  }

  #grow(): void {
    const grown = new Int32Array(2 * this.#fields.length);
    grown.set(this.#fields);
    this.#fields = grown;
  }
}

const blankPattern = /[ \t\v\f\u00a0\ufeff]+/y;
const newlinePattern = /\r\n|\r|\n/y;
const commentPattern = /#[^\r\n]*/y;
/** The first dot of `1..T` is not a decimal point. */
const numberPattern = /(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const characterPattern = /./suy;
const indentationPattern = /[ \t]*/y;
const emptyLinePattern = /[#\r\n]|$/y;
/** Token classes that the first character determines. Other tokens are tried as names, numbers and strings. */
const tokenClassByFirstCharacter = new Map<string, 'blank' | 'comment' | 'newline' | 'symbol'>([
  ...[...' \t\v\f\u00a0\ufeff'].map((first) => [first, 'blank'] as const),
  ...[...'\r\n'].map((first) => [first, 'newline'] as const),
  ...symbols.filter((symbol) => symbol[0] !== '.').map((symbol) => [symbol[0], 'symbol'] as const),
  ['#', 'comment'],
]);

const symbolSet: ReadonlySet<string> = new Set(symbols);

function isSymbol(text: string): text is (typeof symbols)[number] {
  return symbolSet.has(text);
}

/** The longest symbol that starts at an offset. */
function symbolAt(text: string, offset: number): (typeof symbols)[number] | undefined {
  const two = text.slice(offset, offset + 2);
  if (isSymbol(two)) return two;
  const one = text[offset];
  return isSymbol(one) ? one : undefined;
}

/** The `=` of a definition, perhaps after the step of `h[t] = …`. */
const definitionSignPattern = /(?:\[[^\r\n=]*\])?[ \t]*[=~](?!=)/y;

/** True if a line starts the next statement even inside an open bracket, so that an unclosed one breaks only one. */
function startsStatementAt(text: string, offset: number): boolean {
  const end = nameEnd(text, offset);
  if (end === offset) return false;
  if (end - offset <= maxKeywordLength && beginsStatement(text.slice(offset, end)) && text[end] !== '·') return true;
  definitionSignPattern.lastIndex = end;
  return definitionSignPattern.test(text);
}

const maxKeywordLength = Math.max(...keywords.map(({ length }) => length));

/**
 * Scans a text from an offset on, before which every bracket must be closed. Newlines inside the brackets of an expression
 * are skipped, unless the next line starts a statement: at column 0, or at the indentation of the function body.
 */
export function scan(text: string, from = 0): Tokens {
  return new Scanner(text, from).tokens;
}

class Scanner {
  readonly tokens: Tokens;
  readonly #text: string;
  #offset: number;
  #isDone = false;
  /** The end of the last unclosed string: no string starts before it, as each quote up to there is escaped. */
  #unclosedEnd = 0;
  /** The open brackets. Braces contain statements, so newlines inside them are tokens. */
  #openBrackets: TokenKind[] = [];
  /** The current function body: the bracket depth and the indentation of its statements. */
  #body: { readonly depth: number; readonly indent: number } | undefined;

  constructor(text: string, from: number) {
    this.tokens = new Tokens(text, this);
    this.#text = text;
    this.#offset = from;
  }

  /** Scans the next token; false at the end of the text. */
  next(): boolean {
    if (this.#isDone) return false;
    if (this.#offset < this.#text.length) this.#scanToken();
    else {
      this.#push('end', this.#offset);
      this.#isDone = true;
    }
    return true;
  }

  #scanToken(): void {
    const start = this.#offset;
    switch (tokenClassByFirstCharacter.get(this.#text[start])) {
      case 'blank':
        this.#skip(blankPattern);
        return;
      case 'comment':
        this.#skip(commentPattern);
        return;
      case 'newline':
        this.#skip(newlinePattern);
        this.#endLine(start);
        return;
      case 'symbol':
        this.#scanSymbol(start);
        return;
    }
    if (this.#skipName()) this.#push(this.#wordKind(start), start);
    else if (this.#skip(numberPattern)) this.#push(this.#skipName() ? 'malformed' : 'number', start);
    else if (this.#skipString()) this.#push('string', start);
    else this.#scanSymbol(start);
  }

  /** Skips a match of the pattern; false if there is none. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#offset;
    const isMatch = pattern.test(this.#text);
    if (isMatch) this.#offset = pattern.lastIndex;
    return isMatch;
  }

  #skipName(): boolean {
    const start = this.#offset;
    this.#offset = nameEnd(this.#text, start);
    return this.#offset > start;
  }

  #skipString(): boolean {
    if (this.#text[this.#offset] !== '"' || this.#offset < this.#unclosedEnd) return false;
    const { end, isClosed } = stringEnd(this.#text, this.#offset);
    if (isClosed) this.#offset = end;
    else this.#unclosedEnd = end;
    return isClosed;
  }

  #push(kind: TokenKind, start: number, isInBrackets = false): void {
    this.tokens.push(kind, start, this.#offset, isInBrackets);
  }

  #endLine(start: number): void {
    const innermost = this.#openBrackets.at(-1);
    if (innermost !== undefined) {
      const indent = this.#measureIndent();
      if (indent === 0 && this.#startsStatement(0)) this.#closeAllBrackets();
      else if (innermost === '{') this.#enterBody(indent);
      else if (this.#startsStatementInBody(indent)) this.#openBrackets.length = this.#body!.depth;
      else return;
    }
    this.#push('newline', start, this.#openBrackets.length > 0 || this.#body !== undefined);
  }

  #closeAllBrackets(): void {
    this.#openBrackets = [];
    this.#body = undefined;
  }

  /** The first line of a body that is not empty sets the indentation of its statements. */
  #enterBody(indent: number): void {
    emptyLinePattern.lastIndex = this.#offset + indent;
    if (!emptyLinePattern.test(this.#text)) this.#body ??= { depth: this.#openBrackets.length, indent };
  }

  #startsStatementInBody(indent: number): boolean {
    return this.#body !== undefined && indent === this.#body.indent && this.#startsStatement(indent);
  }

  /** The number of spaces and tabs from here on. */
  #measureIndent(): number {
    indentationPattern.lastIndex = this.#offset;
    indentationPattern.test(this.#text);
    return indentationPattern.lastIndex - this.#offset;
  }

  #startsStatement(indent: number): boolean {
    return startsStatementAt(this.#text, this.#offset + indent);
  }

  #wordKind(start: number): TokenKind {
    if (this.#offset - start > maxKeywordLength) return 'name';
    const word = this.#text.slice(start, this.#offset);
    return isKeyword(word) ? word : 'name';
  }

  #scanSymbol(start: number): void {
    const symbol = symbolAt(this.#text, start);
    if (symbol === undefined) this.#skip(characterPattern);
    else this.#offset += symbol.length;
    this.#push(symbol ?? 'unknown', start);
    if (symbol === '(' || symbol === '[' || symbol === '{') this.#openBrackets.push(symbol);
    if (symbol === ')' || symbol === ']' || symbol === '}') this.#openBrackets.pop();
    if (symbol === '{' || symbol === '}') this.#body = undefined;
  }
}
