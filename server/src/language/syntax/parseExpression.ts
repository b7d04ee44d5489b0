/** Precedence climbing: tokens to the expressions of one statement, appended to the tree's list in post-order. */

import { limits } from '../base/limits.ts';
import { bindings, infixBindings } from './precedence.ts';
import type { TokenKind } from './scan.ts';
import { Cursor, SyntaxProblem } from './tokenCursor.ts';
import type { Argument, Expression, Identifier, IndexItem } from './tree.ts';
import { isEnd, missingValue } from './unexpected.ts';

/** How tightly each binary operator binds. Unary minus, `^` and what follows a value bind tighter than these. */
const precedence: Partial<Record<TokenKind, number>> = { ...infixBindings, '−': bindings.sum };

/** `grad(L, x)` is `∂L/∂x`. */
export const gradientCall = 'grad';

/** Symbols that are typed in more than one way. */
const spelling: Partial<Record<TokenKind, string>> = { '−': '-', '**': '^' };

export class ExpressionParser extends Cursor {
  /** Those of the statement of the file that is being read, and how many are before them. */
  protected expressions: Expression[] = [];
  protected expressionsBefore = 0;

  protected expression(): Expression {
    return this.#binary(bindings.comparison);
  }

  /** How many there are so far: the place in the tree's list of the one that is added next. */
  protected get count(): number {
    return this.expressionsBefore + this.expressions.length;
  }

  /** Every field is written out where an expression is made: an object that is spread takes twice the room, and time. */
  #add(added: Expression): Expression {
    if (added.index >= limits.expressions) this.fail('too-many-expressions', this.tokens.range(this.at - 1));
    this.expressions.push(added);
    return added;
  }

  #binary(loosest: number): Expression {
    const start = this.start;
    const first = this.count;
    let left = this.#unary();
    for (;;) {
      const binding = precedence[this.peek()];
      if (binding === undefined || binding < loosest) return left;
      const symbol = spelling[this.peek()] ?? this.peek();
      this.at++;
      const right = this.#binary(binding + 1);
      left = this.#add({ kind: 'binary', symbol, left, right, index: this.count, first, start, end: this.end });
    }
  }

  #unary(): Expression {
    if (this.peek() !== '-' && this.peek() !== '−') return this.#power();
    const start = this.start;
    const first = this.count;
    this.at++;
    const operand = this.nested(() => this.#unary());
    return this.#add({ kind: 'negate', operand, index: this.count, first, start, end: this.end });
  }

  #power(): Expression {
    const start = this.start;
    const first = this.count;
    const left = this.#postfix();
    if (this.peek() !== '^' && this.peek() !== '**') return left;
    this.at++;
    const right = this.nested(() => this.#unary());
    return this.#add({ kind: 'binary', symbol: '^', left, right, index: this.count, first, start, end: this.end });
  }

  #postfix(): Expression {
    const start = this.start;
    const first = this.count;
    let operand = this.#primary();
    for (;;) {
      if (this.peek() === '.') {
        this.at++;
        if (this.peek() !== 'name' || this.tokens.text(this.at) !== 'T')
          this.fail('unexpected-token', this.tokens.range(this.at - 1), '.');
        this.at++;
        operand = this.#add({ kind: 'transpose', operand, index: this.count, first, start, end: this.end });
      } else if (this.#isIndex(operand)) {
        const indices = this.bracketed(() => this.separated(() => this.#indexItem()));
        if (indices.length === 0) this.fail('empty-index', { start: operand.end, end: this.end });
        operand = this.#add({ kind: 'index', operand, indices, index: this.count, first, start, end: this.end });
      } else return operand;
    }
  }

  /** An index touches what it picks from; so `[[1, 2] [3, 4]]` still lacks a comma. */
  #isIndex(operand: Expression): boolean {
    return this.peek() === '[' && this.start === this.end && operand.kind !== 'list' && operand.kind !== 'number';
  }

  /** `0`, `1:3`, `::-1`. */
  #indexItem(): IndexItem {
    const from = this.#indexPart();
    if (!this.accept(':')) {
      if (from) return { kind: 'at', at: from };
      throw new SyntaxProblem(missingValue(this.place));
    }
    const to = this.#indexPart();
    const step = this.accept(':') ? this.#indexPart() : undefined;
    return { kind: 'range', ...(from && { from }), ...(to && { to }), ...(step && { step }) };
  }

  #indexPart(): Expression | undefined {
    const kind = this.peek();
    const isLeftOut = kind === ':' || kind === ',' || kind === ']' || isEnd(kind);
    return isLeftOut ? undefined : this.expression();
  }

  #primary(): Expression {
    switch (this.peek()) {
      case 'number':
        return this.#number();
      case 'name':
        return this.tokens.kind(this.at + 1) === '(' ? this.#call() : this.#name();
      case '(':
        return this.bracketed(() => this.expression());
      case '[':
        return this.#list();
      case 'string':
        return this.string();
      case '∂':
        return this.#gradient();
      default:
        throw new SyntaxProblem(missingValue(this.place));
    }
  }

  #list(): Expression {
    const start = this.start;
    const first = this.count;
    const items = this.bracketed(() => this.separated(() => this.expression()));
    if (items.length === 0) this.fail('empty-list', { start, end: this.end });
    const isLiteral = items.every(isLiteralItem);
    return this.#add({ kind: 'list', items, isLiteral, index: this.count, first, start, end: this.end });
  }

  protected string(): Expression & { kind: 'string' } {
    const start = this.start;
    const value = this.stringValue();
    const string = { kind: 'string' as const, value, index: this.count, first: this.count, start, end: this.end };
    this.#add(string);
    return string;
  }

  #number(): Expression {
    const start = this.start;
    const value = Number(this.tokens.text(this.at));
    if (!Number.isFinite(value)) this.fail('number-too-large', this.tokens.range(this.at), this.tokens.text(this.at));
    this.at++;
    return this.#add({ kind: 'number', value, index: this.count, first: this.count, start, end: this.end });
  }

  /** `h`, or `h.W`: whatever stands behind a point after a name is a member, but for `.T`. */
  #name(): Expression {
    const start = this.start;
    const name = this.tokens.text(this.at++);
    if (this.peek() === '.' && this.#isMember()) return this.#member({ name, start, end: this.end });
    return this.#add({ kind: 'name', name, index: this.count, first: this.count, start, end: this.end });
  }

  #isMember(): boolean {
    return this.tokens.kind(this.at + 1) === 'name' && this.tokens.text(this.at + 1) !== 'T';
  }

  #member(owner: Identifier): Expression {
    const path: string[] = [];
    while (this.peek() === '.' && this.#isMember()) {
      path.push(this.tokens.text(this.at + 1));
      this.at += 2;
    }
    const { start } = owner;
    return this.#add({ kind: 'member', owner, path, index: this.count, first: this.count, start, end: this.end });
  }

  #call(): Expression {
    const start = this.start;
    const first = this.count;
    const callee = this.identifier();
    const given = this.argumentList();
    const [of, by] = given;
    if (callee.name !== gradientCall)
      return this.#add({ kind: 'call', callee, arguments: given, index: this.count, first, start, end: this.end });
    if (given.length !== 2 || of.keyword || by.keyword || !isNamed(by.value))
      this.fail('incomplete-gradient', { start, end: this.end });
    return this.#add({ kind: 'gradient', of: of.value, by: by.value, index: this.count, first, start, end: this.end });
  }

  /** `(a, axis = 0)`. */
  protected argumentList(): Argument[] {
    return this.bracketed(() =>
      this.separated(() => {
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
    const start = this.start;
    const first = this.count;
    this.at++;
    if (this.peek() !== 'name' && this.peek() !== '(') this.fail('incomplete-gradient', { start, end: this.end });
    const of = this.#primary();
    const isComplete =
      this.peek() === '/' && this.tokens.kind(this.at + 1) === '∂' && this.tokens.kind(this.at + 2) === 'name';
    if (!isComplete) this.fail('incomplete-gradient', { start, end: this.end });
    this.at += 2;
    const by = this.#name();
    return this.#add({ kind: 'gradient', of, by, index: this.count, first, start, end: this.end });
  }
}

/** A number with signs before it, or a list of numbers. */
function isLiteralItem(item: Expression): boolean {
  if (item.kind === 'negate') return isLiteralItem(item.operand) && item.operand.kind !== 'list';
  return item.kind === 'number' || (item.kind === 'list' && item.isLiteral);
}

/** What a gradient may be taken by. */
function isNamed({ kind }: Expression): boolean {
  return kind === 'name' || kind === 'member';
}
