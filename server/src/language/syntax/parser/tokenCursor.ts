/** A cursor over tokens, with the primitives of recursive descent. */

import { limits } from '../../modelLimits.ts';
import { type Details, type Problem, type ProblemCode, problem } from '../../problems/problems.ts';
import type { Range } from '../../text/lines.ts';
import { unquote } from '../../text/quotes.ts';
import type { Identifier } from '../ast.ts';
import type { ParseContext } from '../errors/errorProductions.ts';
import { closers, explainMissingCloser, explainUnexpected } from '../errors/explainUnexpected.ts';
import type { TokenKind, Tokens } from '../scanner.ts';

/** Thrown to give up on a statement; the statement parser catches it and resumes with the next one. */
export class ParseError extends Error {
  readonly problem: Problem;

  constructor(cause: Problem) {
    super(cause.message);
    this.problem = cause;
  }
}

export class TokenCursor {
  protected readonly tokens: Tokens;
  protected index = 0;
  /** The start of the top-level statement, to which offsets inside it are relative. */
  protected base = 0;
  /** The token indices of the open brackets. */
  #openers: number[] = [];
  #nestingDepth = 0;

  constructor(tokens: Tokens) {
    this.tokens = tokens;
  }

  protected peek(): TokenKind {
    return this.tokens.kind(this.index);
  }

  /** The offset of the next token. */
  protected get nextStart(): number {
    return this.tokens.start(this.index);
  }

  /** The end offset of the previous token. */
  protected get previousEnd(): number {
    return this.tokens.end(this.index - 1);
  }

  /** The offset of the next token, relative to the statement. */
  protected get nextOffset(): number {
    return this.nextStart - this.base;
  }

  /** The length from an offset, relative to the statement, to the end of the previous token. */
  protected lengthFrom(offset: number): number {
    return this.previousEnd - this.base - offset;
  }

  /** The absolute range from an offset, relative to the statement, to the end of the previous token. */
  protected rangeFrom(offset: number): Range {
    return { start: this.base + offset, end: this.previousEnd };
  }

  /** Moves past a token of this kind if it is next. */
  protected accept(kind: TokenKind): boolean {
    if (this.peek() !== kind) return false;
    this.index++;
    return true;
  }

  protected parseIdentifier(): Identifier {
    const offset = this.nextOffset;
    const name = this.nameText(this.index++);
    return { name, offset, length: this.lengthFrom(offset) };
  }

  protected nameText(index: number): string {
    if (this.#lengthOf(index) > limits.nameLength) this.fail('too-long-name', this.tokens.range(index));
    return this.tokens.text(index);
  }

  #lengthOf(index: number): number {
    return this.tokens.end(index) - this.tokens.start(index);
  }

  /** Consumes a string token and returns its unescaped value. */
  protected parseStringValue(): string {
    if (this.#lengthOf(this.index) > limits.stringLength) this.fail('too-long-string', this.tokens.range(this.index));
    const value = unquote(this.tokens.text(this.index));
    this.index++;
    return value;
  }

  /** Closes the brackets that a failed statement left open, down to the depth at its start. */
  protected resetBrackets(bracketDepth = 0): void {
    this.#nestingDepth = bracketDepth;
    this.#openers.length = bracketDepth;
  }

  /** The number of open brackets. */
  protected get bracketDepth(): number {
    return this.#openers.length;
  }

  protected withNesting<T>(parse: () => T): T {
    if (this.#nestingDepth >= limits.nestingDepth) this.fail('too-deep', this.tokens.range(this.index));
    this.#nestingDepth++;
    const result = parse();
    this.#nestingDepth--;
    return result;
  }

  /** Moves past a bracket that another statement closes. */
  protected openBracket(): void {
    if (this.#nestingDepth >= limits.nestingDepth) this.fail('too-deep', this.tokens.range(this.index));
    this.#nestingDepth++;
    this.#openers.push(this.index++);
  }

  /** Moves past the bracket that closes the innermost one. */
  protected closeBracket(): void {
    this.#nestingDepth--;
    this.#openers.pop();
    this.index++;
  }

  protected parseBracketed<T>(parse: () => T): T {
    const opener = this.index;
    const closer = closers[this.peek()];
    this.#openers.push(opener);
    this.index++;
    const result = this.withNesting(parse);
    if (this.peek() !== closer) throw new ParseError(explainMissingCloser(this.context, opener));
    this.#openers.pop();
    this.index++;
    return result;
  }

  /** Comma-separated items; a trailing comma is allowed. */
  protected parseCommaSeparated<T>(parse: () => T): T[] {
    const items: T[] = [];
    while (this.peek() !== ')' && this.peek() !== ']') {
      items.push(parse());
      if (!this.accept(',')) break;
    }
    return items;
  }

  /** @throws ParseError always. */
  protected fail<Code extends ProblemCode>(code: Code, range: Range, ...details: Details<Code>): never {
    throw new ParseError(problem(code, range, ...details));
  }

  /** @throws ParseError for the next token, which is unexpected. */
  protected failUnexpected(): never {
    throw new ParseError(explainUnexpected(this.context));
  }

  protected get context(): ParseContext {
    return { tokens: this.tokens, index: this.index, opener: this.#openers.at(-1) };
  }
}
