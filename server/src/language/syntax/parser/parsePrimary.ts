/** Parser of primary expressions: literals, names, calls, lists, gradients, and what is in parentheses. */

import { limits } from '../../modelLimits.ts';
import type { Argument, Expression, Identifier } from '../ast.ts';
import { explainMissingValue } from '../errors/explainUnexpected.ts';
import { ParseError, TokenCursor } from './tokenCursor.ts';

/** `grad(L, x)` is `∂L/∂x`. */
export const gradientFunctionName = 'grad';

/** Appends expressions to the statement's list in post-order. */
export abstract class PrimaryParser extends TokenCursor {
  /** The expressions of the top-level statement that is being parsed. */
  protected expressions: Expression[] = [];
  /** The number of expressions in the statements before it. */
  protected precedingExpressionCount = 0;

  protected abstract parseExpression(): Expression;

  /** The local index of the next expression. */
  protected get nextIndex(): number {
    return this.expressions.length;
  }

  /** Callers write out every field: building an expression by object spread takes twice the memory and time. */
  protected append(expression: Expression): Expression {
    if (this.precedingExpressionCount + this.nextIndex >= limits.expressions)
      this.fail('too-many-expressions', this.tokens.range(this.index - 1));
    this.expressions.push(expression);
    return expression;
  }

  protected parsePrimary(): Expression {
    switch (this.peek()) {
      case 'number':
        return this.#parseNumber();
      case 'name':
        return this.tokens.kind(this.index + 1) === '(' ? this.#parseCall() : this.#parseName();
      case '(':
        return this.parseBracketed(() => this.parseExpression());
      case '[':
        return this.#parseList();
      case 'string':
        return this.parseString();
      case '∂':
        return this.#parseGradient();
      default:
        throw new ParseError(explainMissingValue(this.context));
    }
  }

  #parseList(): Expression {
    const offset = this.nextOffset;
    const localFirst = this.nextIndex;
    const items = this.parseBracketed(() => this.parseCommaSeparated(() => this.parseExpression()));
    if (items.length === 0) this.fail('empty-list', this.rangeFrom(offset));
    const isLiteral = items.every(isLiteralItem);
    return this.append({
      kind: 'list',
      items,
      isLiteral,
      localIndex: this.nextIndex,
      localFirst,
      offset,
      length: this.lengthFrom(offset),
    });
  }

  protected parseString(): Expression & { kind: 'string' } {
    const offset = this.nextOffset;
    const value = this.parseStringValue();
    const string = {
      kind: 'string' as const,
      value,
      localIndex: this.nextIndex,
      localFirst: this.nextIndex,
      offset,
      length: this.lengthFrom(offset),
    };
    this.append(string);
    return string;
  }

  #parseNumber(): Expression {
    const offset = this.nextOffset;
    const value = Number(this.tokens.text(this.index));
    if (!Number.isFinite(value))
      this.fail('number-too-large', this.tokens.range(this.index), this.tokens.text(this.index));
    this.index++;
    return this.append({
      kind: 'number',
      value,
      localIndex: this.nextIndex,
      localFirst: this.nextIndex,
      offset,
      length: this.lengthFrom(offset),
    });
  }

  /** `h`, or `h.W`: a name after a dot is a member, except in `.T`. */
  #parseName(): Expression {
    const offset = this.nextOffset;
    const name = this.nameText(this.index++);
    if (this.peek() === '.' && this.#startsMember())
      return this.#parseMember({ name, offset, length: this.lengthFrom(offset) });
    return this.append({
      kind: 'name',
      name,
      localIndex: this.nextIndex,
      localFirst: this.nextIndex,
      offset,
      length: this.lengthFrom(offset),
    });
  }

  #startsMember(): boolean {
    return this.tokens.kind(this.index + 1) === 'name' && this.tokens.text(this.index + 1) !== 'T';
  }

  #parseMember(owner: Identifier): Expression {
    const path: string[] = [];
    while (this.peek() === '.' && this.#startsMember()) {
      path.push(this.nameText(this.index + 1));
      this.index += 2;
    }
    const { offset } = owner;
    return this.append({
      kind: 'member',
      owner,
      path,
      localIndex: this.nextIndex,
      localFirst: this.nextIndex,
      offset,
      length: this.lengthFrom(offset),
    });
  }

  #parseCall(): Expression {
    const offset = this.nextOffset;
    const localFirst = this.nextIndex;
    const callee = this.parseIdentifier();
    const args = this.parseArguments();
    const [of, wrt] = args;
    if (callee.name !== gradientFunctionName)
      return this.append({
        kind: 'call',
        callee,
        arguments: args,
        localIndex: this.nextIndex,
        localFirst,
        offset,
        length: this.lengthFrom(offset),
      });
    if (args.length !== 2 || of.keyword || wrt.keyword || !canDifferentiateBy(wrt.value))
      this.fail('incomplete-gradient', this.rangeFrom(offset));
    return this.append({
      kind: 'gradient',
      of: of.value,
      wrt: wrt.value,
      localIndex: this.nextIndex,
      localFirst,
      offset,
      length: this.lengthFrom(offset),
    });
  }

  /** `(a, axis = 0)`. */
  protected parseArguments(): Argument[] {
    return this.parseBracketed(() =>
      this.parseCommaSeparated(() => {
        const hasKeyword = this.peek() === 'name' && this.tokens.kind(this.index + 1) === '=';
        if (!hasKeyword) return { value: this.parseExpression() };
        const keyword = this.parseIdentifier();
        this.index++;
        return { keyword, value: this.parseExpression() };
      }),
    );
  }

  /** `∂L/∂x`, or `∂(…)/∂x` of any scalar. */
  #parseGradient(): Expression {
    const offset = this.nextOffset;
    const localFirst = this.nextIndex;
    this.index++;
    if (this.peek() !== 'name' && this.peek() !== '(') this.fail('incomplete-gradient', this.rangeFrom(offset));
    const of = this.parsePrimary();
    const isComplete =
      this.peek() === '/' && this.tokens.kind(this.index + 1) === '∂' && this.tokens.kind(this.index + 2) === 'name';
    if (!isComplete) this.fail('incomplete-gradient', this.rangeFrom(offset));
    this.index += 2;
    const wrt = this.#parseName();
    return this.append({
      kind: 'gradient',
      of,
      wrt,
      localIndex: this.nextIndex,
      localFirst,
      offset,
      length: this.lengthFrom(offset),
    });
  }
}

/** True for a number with any signs, or a list of numbers. */
function isLiteralItem(item: Expression): boolean {
  if (item.kind === 'negate') return isLiteralItem(item.operand) && item.operand.kind !== 'list';
  return item.kind === 'number' || (item.kind === 'list' && item.isLiteral);
}

/** True if a gradient may be taken with respect to the expression. */
function canDifferentiateBy({ kind }: Expression): boolean {
  return kind === 'name' || kind === 'member';
}
