/** The tokens of one statement to what it says. */

import { similarName } from '../base/suggest.ts';
import { ExpressionParser } from './parseExpression.ts';
import { isKeyword, keywords } from './scan.ts';
import type { Broken, DefinitionKind, FunctionParameter, Identifier, Statement } from './tree.ts';
import { isEnd } from './unexpected.ts';

/** What a statement is, without what every statement has. */
type Bare<S> = S extends unknown ? Omit<S, 'index' | 'start' | 'end' | 'first' | 'last'> : never;
export type StatementShape = Bare<Statement>;

export class StatementParser extends ExpressionParser {
  /** What is known of the statement that is being read, kept if the rest of it can't be. */
  protected known: Pick<Broken, 'intended' | 'name'> = {};

  /** Whether the next token ends a statement: its line, or the body that it is in. */
  protected isAtEnd(): boolean {
    return isEnd(this.peek()) || (this.peek() === '}' && this.depth > 0);
  }

  /** `name = E`. */
  protected definition(kind: DefinitionKind, keyword: string): StatementShape {
    const name = this.#newName(kind, keyword);
    if (!this.accept('=')) this.#notDefined(kind, name);
    return { kind, name, value: this.expression() };
  }

  #newName(intended: NonNullable<Broken['intended']>, keyword: string): Identifier {
    this.known = { intended };
    if (this.peek() !== 'name') this.#notAName(keyword);
    const name = this.identifier();
    this.known = { intended, name };
    return name;
  }

  /** `param x = E`, or `param W[4, 8] ~ normal(0, 0.5)`. */
  protected param(): StatementShape {
    const name = this.#newName('param', 'param');
    if (this.accept('=')) return { kind: 'param', name, value: this.expression() };
    if (this.peek() !== '[' && this.peek() !== '~') this.#notDefined('param', name);
    const shape = this.peek() === '[' ? this.bracketed(() => this.separated(() => this.expression())) : [];
    if (!this.accept('~')) this.fail('missing-initialiser', { start: name.start, end: this.end }, name.name);
    if (this.peek() !== 'name') this.fail('missing-initialiser', this.tokens.range(this.at - 1), name.name);
    const initialiser = this.identifier();
    return { kind: 'drawn', name, shape, initialiser, arguments: this.peek() === '(' ? this.argumentList() : [] };
  }

  /** `fn f(a, b = 2)`. */
  protected functionHead(): { name: Identifier; parameters: FunctionParameter[] } {
    this.at++;
    const name = this.#newName('fn', 'fn');
    if (this.peek() !== '(') this.notAFunction(this.at - 1);
    const parameters = this.bracketed(() => {
      const read = this.separated(() => this.#parameter());
      if (this.peek() === 'name') this.fail('missing-comma', this.tokens.range(this.at), this.tokens.text(this.at));
      return read;
    });
    return { name, parameters };
  }

  #parameter(): FunctionParameter {
    if (this.peek() !== 'name') this.#notAName(this.tokens.text(this.at - 1));
    const name = this.identifier();
    return this.accept('=') ? { name, default: this.expression() } : { name };
  }

  protected notAFunction(token: number): never {
    const isOther = this.isAtEnd() || ['name', 'number', 'string', '[', '('].includes(this.peek());
    if (isOther) this.fail('incomplete-function', this.tokens.range(token));
    return this.unexpected();
  }

  /** `return E`. */
  protected result(): StatementShape {
    this.known = { intended: 'return' };
    this.at++;
    return { kind: 'return', value: this.expression() };
  }

  /** `import "layers.bp"`. */
  protected import(): StatementShape {
    this.known = { intended: 'import' };
    this.at++;
    if (this.peek() !== 'string') this.fail('missing-path', this.tokens.range(this.at - 1));
    return { kind: 'import', path: this.string() };
  }

  #notAName(keyword: string): never {
    const range = this.tokens.range(this.at);
    const text = this.tokens.text(this.at);
    if (isKeyword(this.peek())) this.fail('keyword-as-name', range, text);
    if (this.peek() === 'malformed') this.fail('digit-before-name', range, text);
    return this.fail('missing-name', this.tokens.range(this.at - 1), keyword);
  }

  /** A name that no `=` follows. */
  #notDefined(kind: DefinitionKind, { name, ...range }: Identifier): never {
    if (this.isAtEnd()) this.fail('missing-equals', range, name);
    const next = this.tokens.text(this.at);
    const isLast = this.tokens.kind(this.at + 1) === '=';
    if (kind === 'node' && this.peek() === 'name' && isLast) {
      this.fail('unknown-keyword', range, name, next, similarName(name, keywords));
    }
    if (this.peek() === '-' && this.tokens.kind(this.at + 1) === 'name' && this.tokens.kind(this.at + 2) === '=') {
      const end = this.tokens.end(this.at + 1);
      this.fail('hyphen-in-name', { start: range.start, end }, `${name}_${this.tokens.text(this.at + 1)}`);
    }
    return this.unexpected();
  }

  /** `train sgd(lr = 0.1)`. */
  protected training(): StatementShape {
    this.known = { intended: 'train' };
    this.at++;
    if (this.peek() !== 'name') this.fail('missing-optimizer', this.tokens.range(this.at - 1));
    const optimizer = this.identifier();
    return { kind: 'train', optimizer, arguments: this.peek() === '(' ? this.argumentList() : [] };
  }

  /** `expect E ≈ E within E`. */
  protected expectation(): StatementShape {
    this.known = { intended: 'expect' };
    const keyword = this.at;
    this.at++;
    const left = this.expression();
    if (this.peek() === '=') this.fail('missing-approximately', this.tokens.range(this.at));
    if (this.isAtEnd()) this.fail('missing-approximately', this.tokens.range(keyword));
    if (!this.accept('≈') && !this.accept('~=')) this.unexpected();
    const right = this.expression();
    if (!this.accept('within')) return { kind: 'expect', left, right };
    return { kind: 'expect', left, right, within: this.expression() };
  }
}
