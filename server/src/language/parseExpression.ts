/** Precedence climbing: tokens to the expressions of one statement, appended to the tree's list in post-order. */

import { limits } from './limits.ts';
import type { Range } from './lines.ts';
import type { Place } from './mistakes.ts';
import { type Problem, type ProblemCode, problem, type problemTable } from './problems.ts';
import type { TokenKind, Tokens } from './scan.ts';
import type { Argument, Expression, Identifier } from './tree.ts';
import { closers, missingCloser, missingValue, unexpected } from './unexpected.ts';

/** How tightly each binary operator binds. Unary minus, `^` and what follows a value bind tighter than these. */
const precedence: Partial<Record<TokenKind, number>> = {
  '<': 1,
  '<=': 1,
  '>': 1,
  '>=': 1,
  '==': 1,
  '!=': 1,
  '+': 2,
  '-': 2,
  '−': 2,
  '*': 3,
  '/': 3,
  '@': 3,
};

/** Symbols that are typed in more than one way. */
const spelling: Partial<Record<TokenKind, string>> = { '−': '-', '**': '^' };

/** Ends the statement that is being read; the parser catches it there. */
export class SyntaxProblem extends Error {
  readonly problem: Problem;

  constructor(found: Problem) {
    super(found.message);
    this.problem = found;
  }
}

export class ExpressionParser {
  readonly expressions: Expression[] = [];
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

  protected expression(): Expression {
    return this.#binary(1);
  }

  /** @throws SyntaxProblem always. */
  protected fail<Code extends ProblemCode>(
    code: Code,
    range: Range,
    ...details: Parameters<(typeof problemTable)[Code]['text']>
  ): never {
    throw new SyntaxProblem(problem(code, range, ...details));
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

  /** Forgets what a statement that was given up left open. */
  protected startAfresh(): void {
    this.#depth = 0;
    this.#openers = [];
  }

  #nested<T>(read: () => T): T {
    if (this.#depth >= limits.depth) this.fail('too-deep', this.tokens.range(this.at));
    this.#depth++;
    const result = read();
    this.#depth--;
    return result;
  }

  /** The place in the list of the expression that is added next. */
  get #next(): number {
    return this.expressions.length;
  }

  /** Where the next token begins. */
  get #start(): number {
    return this.tokens.start(this.at);
  }

  /** Where the last token ended. */
  get #end(): number {
    return this.tokens.end(this.at - 1);
  }

  /** Every field is written out where an expression is made: an object that is spread takes twice the room, and time. */
  #add(added: Expression): Expression {
    if (added.index >= limits.expressions) this.fail('too-many-expressions', this.tokens.range(this.at - 1));
    this.expressions.push(added);
    return added;
  }

  #binary(loosest: number): Expression {
    const start = this.#start;
    const first = this.#next;
    let left = this.#unary();
    for (;;) {
      const binding = precedence[this.peek()];
      if (binding === undefined || binding < loosest) return left;
      const symbol = spelling[this.peek()] ?? this.peek();
      this.at++;
      const right = this.#binary(binding + 1);
      left = this.#add({ kind: 'binary', symbol, left, right, index: this.#next, first, start, end: this.#end });
    }
  }

  #unary(): Expression {
    if (this.peek() !== '-' && this.peek() !== '−') return this.#power();
    const start = this.#start;
    const first = this.#next;
    this.at++;
    const operand = this.#nested(() => this.#unary());
    return this.#add({ kind: 'negate', operand, index: this.#next, first, start, end: this.#end });
  }

  #power(): Expression {
    const start = this.#start;
    const first = this.#next;
    const left = this.#postfix();
    if (this.peek() !== '^' && this.peek() !== '**') return left;
    this.at++;
    const right = this.#nested(() => this.#unary());
    return this.#add({ kind: 'binary', symbol: '^', left, right, index: this.#next, first, start, end: this.#end });
  }

  #postfix(): Expression {
    const start = this.#start;
    const first = this.#next;
    let operand = this.#primary();
    while (this.peek() === '.') {
      const dot = this.at;
      this.at++;
      if (this.peek() !== 'name' || this.tokens.text(this.at) !== 'T')
        this.fail('unexpected-token', this.tokens.range(dot), '.');
      this.at++;
      operand = this.#add({ kind: 'transpose', operand, index: this.#next, first, start, end: this.#end });
    }
    return operand;
  }

  #primary(): Expression {
    const start = this.#start;
    const first = this.#next;
    switch (this.peek()) {
      case 'number':
        return this.#number();
      case 'name':
        return this.tokens.kind(this.at + 1) === '(' ? this.#call() : this.#name();
      case '(':
        return this.#bracketed(() => this.expression());
      case '[': {
        const items = this.#bracketed(() => this.#separated(() => this.expression()));
        if (items.length === 0) this.fail('empty-list', { start, end: this.#end });
        return this.#add({ kind: 'list', items, index: this.#next, first, start, end: this.#end });
      }
      case '∂':
        return this.#gradient();
      default:
        throw new SyntaxProblem(missingValue(this.#place));
    }
  }

  #number(): Expression {
    const start = this.#start;
    const value = Number(this.tokens.text(this.at));
    if (!Number.isFinite(value)) this.fail('number-too-large', this.tokens.range(this.at), this.tokens.text(this.at));
    this.at++;
    return this.#add({ kind: 'number', value, index: this.#next, first: this.#next, start, end: this.#end });
  }

  #name(): Expression {
    const { name, start, end } = this.identifier();
    return this.#add({ kind: 'name', name, index: this.#next, first: this.#next, start, end });
  }

  #call(): Expression {
    const start = this.#start;
    const first = this.#next;
    const callee = this.identifier();
    const given = this.argumentList();
    const [of, by] = given;
    if (callee.name !== 'grad')
      return this.#add({ kind: 'call', callee, arguments: given, index: this.#next, first, start, end: this.#end });
    if (given.length !== 2 || of.keyword || by.keyword || by.value.kind !== 'name')
      this.fail('incomplete-gradient', { start, end: this.#end });
    return this.#add({ kind: 'gradient', of: of.value, by: by.value, index: this.#next, first, start, end: this.#end });
  }

  /** `(a, axis = 0)`. */
  protected argumentList(): Argument[] {
    return this.#bracketed(() =>
      this.#separated(() => {
        const isNamed = this.peek() === 'name' && this.tokens.kind(this.at + 1) === '=';
        if (!isNamed) return { value: this.expression() };
        const keyword = this.identifier();
        this.at++;
        return { keyword, value: this.expression() };
      }),
    );
  }

  /** `∂L/∂x`, or `∂(…)/∂x` of any scalar. */
  #gradient(): Expression {
    const start = this.#start;
    const first = this.#next;
    this.at++;
    if (this.peek() !== 'name' && this.peek() !== '(') this.fail('incomplete-gradient', { start, end: this.#end });
    const of = this.#primary();
    const isComplete =
      this.peek() === '/' && this.tokens.kind(this.at + 1) === '∂' && this.tokens.kind(this.at + 2) === 'name';
    if (!isComplete) this.fail('incomplete-gradient', { start, end: this.#end });
    this.at += 2;
    const by = this.#name();
    return this.#add({ kind: 'gradient', of, by, index: this.#next, first, start, end: this.#end });
  }

  #bracketed<T>(read: () => T): T {
    const opener = this.at;
    const closer = closers[this.peek()];
    this.#openers.push(opener);
    this.at++;
    const result = this.#nested(read);
    if (this.peek() !== closer) throw new SyntaxProblem(missingCloser(this.#place, opener));
    this.#openers.pop();
    this.at++;
    return result;
  }

  /** Items with commas between them, and perhaps one after the last. */
  #separated<T>(read: () => T): T[] {
    const items: T[] = [];
    while (this.peek() !== ')' && this.peek() !== ']') {
      items.push(read());
      if (!this.accept(',')) break;
    }
    return items;
  }

  /** @throws SyntaxProblem for the next token, which fits nowhere. */
  protected unexpected(): never {
    throw new SyntaxProblem(unexpected(this.#place));
  }

  get #place(): Place {
    return { tokens: this.tokens, at: this.at, opener: this.#openers.at(-1) };
  }
}
