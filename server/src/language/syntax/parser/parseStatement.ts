/** Parser of statements. */

import { keywordFor } from '../../foreign/statements.ts';
import type { Problem } from '../../problems/problems.ts';
import { findSimilarName } from '../../text/findSimilarName.ts';
import type {
  BrokenStatement,
  DefinitionKind,
  Expression,
  FunctionParameter,
  Identifier,
  Statement,
  StatementBase,
  Step,
} from '../ast.ts';
import { isStatementEnd } from '../errors/explainUnexpected.ts';
import { foreignImport, foreignLoop, foreignStatementAt } from '../errors/statementProductions.ts';
import { beginsStatement, isCloser, isKeyword, isOpener, keywords } from '../scanner.ts';
import { ExpressionParser } from './parseExpression.ts';
import { ParseError } from './tokenCursor.ts';

/** The fields of a statement apart from its position. */
type WithoutPosition<S> = S extends unknown ? Omit<S, keyof StatementBase> : never;
export type StatementContent = WithoutPosition<Statement>;

export abstract class StatementParser extends ExpressionParser {
  /** The kind and name of the statement so far, which a broken statement keeps. */
  protected partial: Pick<BrokenStatement, 'intended' | 'name'> = {};

  /** The variable of the innermost block around the statement. */
  protected abstract get blockVariable(): string | undefined;

  /** True if the next token ends a statement: a line break, or the closing brace of the enclosing body. */
  protected isAtStatementEnd(): boolean {
    return isStatementEnd(this.peek()) || (this.peek() === '}' && this.bracketDepth > 0);
  }

  /** `name = E`, `name[t] = E`, or `name[n, 2] ~ normal()`. */
  protected parseDefinition(kind: DefinitionKind, keyword: string): StatementContent {
    const name = this.#parseDefinedName(kind, keyword);
    if (kind !== 'node') return { kind, name, value: this.#parseDefinedValue(kind, name) };
    const bracket = this.index;
    const isDraw = this.#startsDraw();
    const isStep = this.peek() === '[' && (isDraw ? this.#isIndexOfStep(bracket) : this.#startsStep(name));
    const step = isStep ? this.#parseStep() : undefined;
    const value = isDraw ? this.#parseDraw(name) : this.#parseDefinedValue(kind, name);
    return { kind, name, ...(step && { step }), value };
  }

  #parseDefinedValue(kind: DefinitionKind, name: Identifier): Expression {
    if (!this.accept('=')) this.#failMissingEquals(kind, name);
    return this.parseExpression();
  }

  /** True at the bracket of `h[t] = E`; one that is not closed before an `=` belongs to another mistake. */
  #startsStep({ offset, length }: Identifier): boolean {
    return this.nextOffset === offset + length;
  }

  /** True at `~`, or at a bracket that it follows. */
  #startsDraw(): boolean {
    return this.tokens.kind(this.peek() === '[' ? this.#afterBracket(this.index) : this.index) === '~';
  }

  /** The token after the bracket that an opener begins; the end of the line if it is not closed there. */
  #afterBracket(opener: number): number {
    let token = opener;
    let depth = 0;
    do {
      const kind = this.tokens.kind(token);
      if (isStatementEnd(kind)) return token;
      if (isOpener(kind)) depth++;
      if (isCloser(kind)) depth--;
      token++;
    } while (depth > 0);
    return token;
  }

  /** True if a bracket holds one item that uses the variable of the innermost block: `token[t] ~ categorical(logits)`. */
  #isIndexOfStep(opener: number): boolean {
    const end = this.#afterBracket(opener);
    const inside = Array.from({ length: end - opener }, (_, index) => opener + index);
    const { blockVariable } = this;
    const usesVariable = inside.some(
      (token) => this.tokens.kind(token) === 'name' && this.tokens.text(token) === blockVariable,
    );
    return usesVariable && inside.every((token) => this.tokens.kind(token) !== ',');
  }

  /** `[n, 2] ~ normal(0, 1)`. */
  #parseDraw({ name }: Identifier): Expression {
    const offset = this.nextOffset;
    const localFirst = this.nextIndex;
    const lengths =
      this.peek() === '['
        ? this.parseBracketed(() => this.parseCommaSeparated(() => this.parseExpression()))
        : undefined;
    this.accept('~');
    if (this.peek() !== 'name') this.fail('missing-distribution', this.tokens.range(this.index - 1), name);
    const distribution = this.parseIdentifier();
    return this.append({
      kind: 'draw',
      name,
      ...(lengths && { lengths }),
      distribution,
      arguments: this.peek() === '(' ? this.parseArguments() : [],
      localIndex: this.nextIndex,
      localFirst,
      offset,
      length: this.lengthFrom(offset),
    });
  }

  /** `[t]`. */
  #parseStep(): Step {
    const firstExpression = this.nextIndex;
    const opener = this.index;
    const index = this.parseBracketed(() => this.parseExpression());
    const text = this.tokens.textFrom(opener + 1, this.index - 2);
    const { blockVariable } = this;
    const isVariable = (expression: Expression) => expression.kind === 'name' && expression.name === blockVariable;
    return { index, text, isInitial: !this.expressions.slice(firstExpression).some(isVariable) };
  }

  #parseDefinedName(intended: NonNullable<BrokenStatement['intended']>, keyword: string): Identifier {
    this.partial = { intended };
    if (this.peek() !== 'name') this.#failMissingName(keyword);
    const name = this.parseIdentifier();
    this.partial = { intended, name };
    return name;
  }

  /** `param x = E`, or `param W[4, 8] ~ normal(0, 0.5)`. */
  protected parseParam(): StatementContent {
    const name = this.#parseDefinedName('param', 'param');
    if (this.accept('=')) return { kind: 'param', name, value: this.parseExpression() };
    if (this.peek() !== '[' && this.peek() !== '~') this.#failMissingEquals('param', name);
    const shape =
      this.peek() === '[' ? this.parseBracketed(() => this.parseCommaSeparated(() => this.parseExpression())) : [];
    if (!this.accept('~')) this.fail('missing-initializer', this.rangeFrom(name.offset), name.name);
    if (this.peek() !== 'name') this.fail('missing-initializer', this.tokens.range(this.index - 1), name.name);
    const initializer = this.parseIdentifier();
    return {
      kind: 'randomParam',
      name,
      shape,
      initializer,
      arguments: this.peek() === '(' ? this.parseArguments() : [],
    };
  }

  /** `fn f(a, b = 2)`. */
  protected parseFunctionHead(): { name: Identifier; parameters: FunctionParameter[] } {
    this.index++;
    const name = this.#parseDefinedName('fn', 'fn');
    if (this.peek() !== '(') this.failIncompleteFunction(this.index - 1);
    const parameters = this.parseBracketed(() => {
      const parsed = this.parseCommaSeparated(() => this.#parseParameter());
      if (this.peek() === 'name')
        this.fail('missing-comma', this.tokens.range(this.index), this.tokens.text(this.index));
      return parsed;
    });
    return { name, parameters };
  }

  #parseParameter(): FunctionParameter {
    if (this.peek() !== 'name') this.#failMissingName(this.tokens.text(this.index - 1));
    const name = this.parseIdentifier();
    return this.accept('=') ? { name, default: this.parseExpression() } : { name };
  }

  protected failIncompleteFunction(tokenIndex: number): never {
    const isIncomplete = this.isAtStatementEnd() || ['name', 'number', 'string', '[', '('].includes(this.peek());
    if (isIncomplete) this.fail('incomplete-function', this.tokens.range(tokenIndex));
    return this.failUnexpected();
  }

  /** `return E`. */
  protected parseReturn(): StatementContent {
    this.partial = { intended: 'return' };
    this.index++;
    return { kind: 'return', value: this.parseExpression() };
  }

  /** `for t in 1..T`, up to the brace of the block. */
  protected parseForHead(): StatementContent & { kind: 'for' } {
    this.partial = { intended: 'for' };
    const keyword = this.tokens.range(this.index);
    const cause = foreignLoop(this.tokens, this.index);
    if (cause) throw new ParseError(cause);
    this.index++;
    if (this.peek() !== 'name') this.fail('incomplete-for', keyword);
    const variable = this.parseIdentifier();
    if (this.peek() !== 'name' || this.tokens.text(this.index) !== 'in') this.fail('incomplete-for', keyword);
    this.index++;
    const first = this.parseExpression();
    if (!this.accept('..')) this.fail('incomplete-for', keyword);
    const last = this.parseExpression();
    if (this.peek() !== '{') this.fail('incomplete-for', keyword);
    return { kind: 'for', variable, first, last, blockLength: 0 };
  }

  /** `import "layers.bp"`. */
  protected parseImport(): StatementContent {
    this.partial = { intended: 'import' };
    this.index++;
    const cause = foreignImport(this.tokens, this.index - 1);
    if (cause) throw new ParseError(cause);
    if (this.peek() !== 'string') this.fail('missing-path', this.tokens.range(this.index - 1));
    return { kind: 'import', path: this.parseString() };
  }

  #failMissingName(keyword: string): never {
    const range = this.tokens.range(this.index);
    const text = this.tokens.text(this.index);
    if (isKeyword(this.peek())) this.fail('keyword-as-name', range, text);
    if (this.peek() === 'malformed') this.fail('digit-before-name', range, text);
    return this.fail('missing-name', this.tokens.range(this.index - 1), keyword);
  }

  /** Fails at a name that no `=` follows. */
  #failMissingEquals(kind: DefinitionKind, { name, offset, length }: Identifier): never {
    const start = this.base + offset;
    const range = { start, end: start + length };
    const cause = kind === 'node' ? foreignStatementAt(this.tokens, this.index - 1) : undefined;
    if (cause) this.#failForeign(cause);
    if (this.isAtStatementEnd()) this.fail('missing-equals', range, name);
    const next = this.tokens.text(this.index);
    const isFollowedByEquals = this.tokens.kind(this.index + 1) === '=';
    if (kind === 'node' && this.peek() === 'name' && isFollowedByEquals) {
      this.fail(
        'unknown-keyword',
        range,
        name,
        next,
        keywordFor(name) ?? findSimilarName(name, keywords.filter(beginsStatement)),
      );
    }
    if (
      this.peek() === '-' &&
      this.tokens.kind(this.index + 1) === 'name' &&
      this.tokens.kind(this.index + 2) === '='
    ) {
      const end = this.tokens.end(this.index + 1);
      this.fail('hyphen-in-name', { start, end }, `${name}_${this.tokens.text(this.index + 1)}`);
    }
    return this.failUnexpected();
  }

  /** The definition of a function keeps its name, so that its calls are not undefined. */
  #failForeign(cause: Problem): never {
    const isFunction = cause.details[0] === 'function' || cause.details[0] === 'class';
    const hasName = isFunction && this.peek() === 'name';
    this.partial = hasName ? { intended: 'fn', name: this.parseIdentifier() } : {};
    throw new ParseError(cause);
  }

  /** `train sgd(lr = 0.1)`, or `train sgd(lr = 0.1) for net, b`. */
  protected parseTrain(): StatementContent {
    this.partial = { intended: 'train' };
    this.index++;
    const isSetting = this.peek() === 'name' && this.tokens.kind(this.index + 1) === '=';
    if (this.peek() !== 'name' || isSetting) this.fail('missing-optimizer', this.tokens.range(this.index - 1));
    const optimizer = this.parseIdentifier();
    const args = this.peek() === '(' ? this.parseArguments() : [];
    if (!this.accept('for')) return { kind: 'train', optimizer, arguments: args };
    if (this.isAtStatementEnd()) this.fail('missing-name', this.tokens.range(this.index - 1), 'for');
    const trained = [this.parseExpression()];
    while (this.accept(',')) trained.push(this.parseExpression());
    return { kind: 'train', optimizer, arguments: args, trained };
  }

  /** `expect E ≈ E within E`. */
  protected parseExpect(): StatementContent {
    this.partial = { intended: 'expect' };
    const keywordIndex = this.index;
    this.index++;
    const left = this.parseExpression();
    if (this.peek() === '=') this.fail('missing-comparison', this.tokens.range(this.index));
    if (this.isAtStatementEnd()) this.fail('missing-comparison', this.tokens.range(keywordIndex));
    if (!this.accept('≈') && !this.accept('~=')) this.failUnexpected();
    const right = this.parseExpression();
    if (!this.accept('within')) return { kind: 'expect', left, right };
    return { kind: 'expect', left, right, within: this.parseExpression() };
  }
}
