/** Tokens to the statements of a file. A statement that can't be read costs itself alone: the next line starts afresh. */

import { ExpressionParser, SyntaxProblem } from './parseExpression.ts';
import type { Problem } from './problems.ts';
import { isKeyword, keywords, scan } from './scan.ts';
import { similarName } from './suggest.ts';
import type { Broken, DefinitionKind, Identifier, Statement, Tree } from './tree.ts';
import { isEnd, unexpected } from './unexpected.ts';

export interface Parsed {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
}

export function parse(text: string): Parsed {
  return new StatementParser(scan(text)).file();
}

/** What a statement is, without what every statement has. */
type Bare<S> = S extends unknown ? Omit<S, 'index' | 'start' | 'end' | 'first' | 'last'> : never;
type StatementShape = Bare<Statement>;

class StatementParser extends ExpressionParser {
  readonly #statements: Statement[] = [];
  readonly #problems: Problem[] = [];
  /** What is known of the statement that is being read, kept if the rest of it can't be. */
  #known: Pick<Broken, 'intended' | 'name'> = {};

  file(): Parsed {
    while (this.peek() !== 'end') {
      if (this.accept('newline')) continue;
      const goesOn = this.#statement();
      if (!goesOn) break;
    }
    return { tree: { statements: this.#statements, expressions: this.expressions }, problems: this.#problems };
  }

  /** Reads one statement to the end of its line; false where nothing more of the file can be read. */
  #statement(): boolean {
    const startToken = this.at;
    const first = this.expressions.length;
    this.startAfresh();
    this.#known = {};
    let shape: StatementShape;
    let goesOn = true;
    try {
      shape = this.#shape();
      if (!isEnd(this.peek())) this.unexpected();
    } catch (thrown) {
      if (!(thrown instanceof SyntaxProblem)) throw thrown;
      this.#problems.push(thrown.problem);
      goesOn = thrown.problem.code !== 'too-many-expressions';
      while (!isEnd(this.peek())) this.at++;
      shape = { kind: 'broken', ...this.#known };
    }
    const range = { start: this.tokens.start(startToken), end: this.tokens.end(Math.max(startToken, this.at - 1)) };
    const last = this.expressions.length;
    this.#statements.push({ ...shape, index: this.#statements.length, first, last, ...range } as Statement);
    return goesOn;
  }

  #shape(): StatementShape {
    const kind = this.peek();
    switch (kind) {
      case 'const':
      case 'param':
      case 'data':
      case 'loss':
        this.at++;
        return this.#definition(kind, kind);
      case 'name':
        return this.#definition('node', '');
      case 'train':
        return this.#training();
      case 'expect':
        return this.#expectation();
      default:
        return this.#notAStatement();
    }
  }

  /** `name = E`. */
  #definition(kind: DefinitionKind, keyword: string): StatementShape {
    this.#known = { intended: kind };
    if (this.peek() !== 'name') this.#notAName(keyword);
    const name = this.identifier();
    this.#known = { intended: kind, name };
    if (!this.accept('=')) this.#notDefined(kind, name);
    return { kind, name, value: this.expression() };
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
    if (isEnd(this.peek())) this.fail('missing-equals', range, name);
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
  #training(): StatementShape {
    this.#known = { intended: 'train' };
    this.at++;
    if (this.peek() !== 'name') this.fail('missing-optimizer', this.tokens.range(this.at - 1));
    const optimizer = this.identifier();
    return { kind: 'train', optimizer, arguments: this.peek() === '(' ? this.argumentList() : [] };
  }

  /** `expect E ≈ E within E`. */
  #expectation(): StatementShape {
    this.#known = { intended: 'expect' };
    const keyword = this.at;
    this.at++;
    const left = this.expression();
    if (this.peek() === '=') this.fail('missing-approximately', this.tokens.range(this.at));
    if (isEnd(this.peek())) this.fail('missing-approximately', this.tokens.range(keyword));
    if (!this.accept('≈') && !this.accept('~=')) this.unexpected();
    const right = this.expression();
    if (!this.accept('within')) return { kind: 'expect', left, right };
    return { kind: 'expect', left, right, within: this.expression() };
  }

  #notAStatement(): never {
    const found = unexpected({ tokens: this.tokens, at: this.at, opener: undefined });
    if (found.code !== 'unexpected-token') throw new SyntaxProblem(found);
    return this.fail('not-a-statement', this.tokens.range(this.at), this.tokens.text(this.at));
  }
}
