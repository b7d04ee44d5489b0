/** Parser of expressions by precedence climbing. */

import type { Expression, IndexItem } from '../ast.ts';
import { explainMissingValue, isStatementEnd } from '../errors/explainUnexpected.ts';
import { foreignCall } from '../errors/foreignCalls.ts';
import { infixPrecedence, Precedence } from '../precedence.ts';
import type { TokenKind } from '../scanner.ts';
import { PrimaryParser } from './parsePrimary.ts';
import { ParseError } from './tokenCursor.ts';

/** The precedence of binary operators. Unary minus, `^` and postfix operators bind tighter, `not` between `and` and comparisons. */
const tokenPrecedence: Partial<Record<TokenKind, number>> = { ...infixPrecedence, '−': Precedence.sum };

/** Symbols that are typed in more than one way. */
const canonicalSymbols: Partial<Record<TokenKind, string>> = { '−': '-', '**': '^' };

export class ExpressionParser extends PrimaryParser {
  protected override parseExpression(): Expression {
    return this.#parseBinary(Precedence.or);
  }

  #parseBinary(minPrecedence: number): Expression {
    const offset = this.nextOffset;
    const localFirst = this.nextIndex;
    let left = this.#parseUnary();
    for (;;) {
      const precedence = tokenPrecedence[this.peek()];
      if (precedence === undefined || precedence < minPrecedence) return left;
      const symbol = canonicalSymbols[this.peek()] ?? this.peek();
      this.index++;
      const right = this.#parseBinary(precedence + 1);
      left = this.append({
        kind: 'binary',
        symbol,
        left,
        right,
        localIndex: this.nextIndex,
        localFirst,
        offset,
        length: this.lengthFrom(offset),
      });
    }
  }

  /** `not a == b`: the operand extends to the next `and` or `or`. */
  #parseNot(): Expression {
    const offset = this.nextOffset;
    const localFirst = this.nextIndex;
    this.index++;
    const operand = this.withNesting(() => this.#parseBinary(Precedence.not));
    return this.append({
      kind: 'not',
      operand,
      localIndex: this.nextIndex,
      localFirst,
      offset,
      length: this.lengthFrom(offset),
    });
  }

  #parseUnary(): Expression {
    if (this.peek() === 'not') return this.#parseNot();
    if (this.peek() !== '-' && this.peek() !== '−') return this.#parsePower();
    const offset = this.nextOffset;
    const localFirst = this.nextIndex;
    this.index++;
    const operand = this.withNesting(() => this.#parseUnary());
    return this.append({
      kind: 'negate',
      operand,
      localIndex: this.nextIndex,
      localFirst,
      offset,
      length: this.lengthFrom(offset),
    });
  }

  #parsePower(): Expression {
    const offset = this.nextOffset;
    const localFirst = this.nextIndex;
    const left = this.#parsePostfix();
    if (this.peek() !== '^' && this.peek() !== '**') return left;
    this.index++;
    const right = this.withNesting(() => this.#parseUnary());
    return this.append({
      kind: 'binary',
      symbol: '^',
      left,
      right,
      localIndex: this.nextIndex,
      localFirst,
      offset,
      length: this.lengthFrom(offset),
    });
  }

  #parsePostfix(): Expression {
    const offset = this.nextOffset;
    const localFirst = this.nextIndex;
    const firstToken = this.index;
    let operand = this.parsePrimary();
    for (;;) {
      if (this.peek() === '.') {
        if (this.tokens.kind(this.index + 1) === 'name' && this.tokens.kind(this.index + 2) === '(') {
          const owner = this.tokens.textFrom(firstToken, this.index - 1);
          throw new ParseError(foreignCall(this.tokens, this.index + 2, owner));
        }
        this.index++;
        if (this.peek() !== 'name' || this.tokens.text(this.index) !== 'T')
          this.fail('unexpected-token', this.tokens.range(this.index - 1), '.');
        this.index++;
        operand = this.append({
          kind: 'transpose',
          operand,
          localIndex: this.nextIndex,
          localFirst,
          offset,
          length: this.lengthFrom(offset),
        });
      } else if (this.#startsIndex(operand)) {
        const indices = this.parseBracketed(() => this.parseCommaSeparated(() => this.#parseIndexItem()));
        if (indices.length === 0) this.fail('empty-index', this.rangeFrom(operand.offset + operand.length));
        operand = this.append({
          kind: 'index',
          operand,
          indices,
          localIndex: this.nextIndex,
          localFirst,
          offset,
          length: this.lengthFrom(offset),
        });
      } else return operand;
    }
  }

  /** An index follows its operand directly and never a literal, so that `[[1, 2] [3, 4]]` is reported as a missing comma. */
  #startsIndex(operand: Expression): boolean {
    return (
      this.peek() === '[' && this.nextStart === this.previousEnd && operand.kind !== 'list' && operand.kind !== 'number'
    );
  }

  /** `0`, `1:3`, `::-1`. */
  #parseIndexItem(): IndexItem {
    const from = this.#parseIndexBound();
    if (!this.accept(':')) {
      if (from) return { kind: 'at', at: from };
      throw new ParseError(explainMissingValue(this.context));
    }
    const to = this.#parseIndexBound();
    const step = this.accept(':') ? this.#parseIndexBound() : undefined;
    return { kind: 'range', ...(from && { from }), ...(to && { to }), ...(step && { step }) };
  }

  #parseIndexBound(): Expression | undefined {
    const kind = this.peek();
    const isOmitted = kind === ':' || kind === ',' || kind === ']' || isStatementEnd(kind);
    return isOmitted ? undefined : this.parseExpression();
  }
}
