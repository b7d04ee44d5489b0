/** A place among the tokens: what every parser does there, and how it gives up on a statement. */

import { limits } from '../base/limits.ts';
import type { Range } from '../base/lines.ts';
import { type Details, type Problem, type ProblemCode, problem } from '../problems/problems.ts';
import type { Place } from './errorProductions.ts';
import type { TokenKind, Tokens } from './scan.ts';
import { meantBy } from './strings.ts';
import type { Identifier } from './tree.ts';
import { closers, missingCloser, unexpected } from './unexpected.ts';

/** Ends the statement that is being read; the parser of statements catches it there. */
export class SyntaxProblem extends Error {
  readonly problem: Problem;

  constructor(found: Problem) {
    super(found.message);
    this.problem = found;
  }
}

export class Cursor {
  protected readonly tokens: Tokens;
  protected at = 0;
  /** The brackets that are open, by their tokens. */
  #openers: number[] = [];
  #depth = 0;

  constructor(tokens: Tokens) {
    this.tokens = tokens;
  }

  protected peek(): TokenKind {
    return this.tokens.kind(this.at);
  }

  /** Where the next token begins. */
  protected get start(): number {
    return this.tokens.start(this.at);
  }

  /** Where the last token ended. */
  protected get end(): number {
    return this.tokens.end(this.at - 1);
  }

  /** Moves past a token of this kind if it is next. */
  protected accept(kind: TokenKind): boolean {
    if (this.peek() !== kind) return false;
    this.at++;
    return true;
  }

  protected identifier(): Identifier {
    const found = { name: this.tokens.text(this.at), ...this.tokens.range(this.at) };
    this.at++;
    return found;
  }

  /** The text between the quotes of the next token, in which a backslash takes the character behind it as it is. */
  protected stringValue(): string {
    const value = meantBy(this.tokens.text(this.at));
    this.at++;
    return value;
  }

  /** Forgets what a statement that was given up left open; what was open before it stays. */
  protected startAfresh(depth = 0): void {
    this.#depth = depth;
    this.#openers.length = depth;
  }

  /** How many brackets are open. */
  protected get depth(): number {
    return this.#openers.length;
  }

  protected nested<T>(read: () => T): T {
    if (this.#depth >= limits.depth) this.fail('too-deep', this.tokens.range(this.at));
    this.#depth++;
    const result = read();
    this.#depth--;
    return result;
  }

  protected bracketed<T>(read: () => T): T {
    const opener = this.at;
    const closer = closers[this.peek()];
    this.#openers.push(opener);
    this.at++;
    const result = this.nested(read);
    if (this.peek() !== closer) throw new SyntaxProblem(missingCloser(this.place, opener));
    this.#openers.pop();
    this.at++;
    return result;
  }

  /** Items with commas between them, and perhaps one after the last. */
  protected separated<T>(read: () => T): T[] {
    const items: T[] = [];
    while (this.peek() !== ')' && this.peek() !== ']') {
      items.push(read());
      if (!this.accept(',')) break;
    }
    return items;
  }

  /** @throws SyntaxProblem always. */
  protected fail<Code extends ProblemCode>(code: Code, range: Range, ...details: Details<Code>): never {
    throw new SyntaxProblem(problem(code, range, ...details));
  }

  /** @throws SyntaxProblem for the next token, which fits nowhere. */
  protected unexpected(): never {
    throw new SyntaxProblem(unexpected(this.place));
  }

  protected get place(): Place {
    return { tokens: this.tokens, at: this.at, opener: this.#openers.at(-1) };
  }
}
