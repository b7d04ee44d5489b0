/** Tokens to the statements of a file. A statement that can't be read costs itself alone: the next line starts afresh. */

import { SyntaxProblem } from './cursor.ts';
import { StatementParser, type StatementShape } from './parseStatement.ts';
import type { Problem } from './problems.ts';
import { isKeyword, scan } from './scan.ts';
import type { Statement, Tree } from './tree.ts';
import { isEnd, unexpected } from './unexpected.ts';

export interface Parsed {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
}

export function parse(text: string): Parsed {
  return new FileParser(scan(text)).file();
}

class FileParser extends StatementParser {
  readonly #problems: Problem[] = [];
  #statementCount = 0;
  /** False where nothing more of the file can be read. */
  #goesOn = true;

  file(): Parsed {
    const statements = this.#statements(() => this.peek() === 'end');
    const tree = { statements, expressions: this.expressions, statementCount: this.#statementCount };
    return { tree, problems: this.#problems };
  }

  /** Reads statements, one a line, until they are over. */
  #statements(isOver: () => boolean): Statement[] {
    const statements: Statement[] = [];
    while (this.#goesOn && !isOver()) if (!this.accept('newline')) statements.push(this.#statement());
    return statements;
  }

  /** Reads one statement to the end of its line, or of the body that it is in. */
  #statement(): Statement {
    const startToken = this.at;
    const first = this.expressions.length;
    const index = this.#statementCount++;
    const { depth, known } = this;
    this.startAfresh(depth);
    this.known = {};
    let shape: StatementShape;
    try {
      shape = this.#shape();
      if (!this.isAtEnd()) this.unexpected();
    } catch (thrown) {
      if (!(thrown instanceof SyntaxProblem)) throw thrown;
      this.#problems.push(thrown.problem);
      this.#goesOn &&= thrown.problem.code !== 'too-many-expressions';
      this.startAfresh(depth);
      this.#skip(startToken);
      shape = { kind: 'broken', ...this.known };
    }
    this.known = known;
    const range = { start: this.tokens.start(startToken), end: this.tokens.end(this.#lastToken(startToken)) };
    return { ...shape, index, first, last: this.expressions.length, ...range } as Statement;
  }

  /** The last token of a statement from this one on: a statement that is given up may end before the next line. */
  #lastToken(first: number): number {
    let last = this.at - 1;
    while (last > first && isEnd(this.tokens.kind(last))) last--;
    return Math.max(first, last);
  }

  /** Moves to the end of a statement that can't be read; past the body of a function, whose lines would mean nothing alone. */
  #skip(startToken: number): void {
    const isFunction = this.known.intended === 'fn';
    let isInBody = false;
    while (this.peek() !== 'end' && (isInBody || !this.isAtEnd())) {
      if (this.at > startToken && this.#startsStatement()) return;
      if (this.peek() === '{') isInBody = isFunction;
      if (this.peek() === '}') isInBody = false;
      this.at++;
    }
  }

  #shape(): StatementShape {
    const kind = this.peek();
    switch (kind) {
      case 'const':
      case 'data':
      case 'loss':
        this.at++;
        return this.definition(kind, kind);
      case 'param':
        this.at++;
        return this.param();
      case 'name':
        return this.definition('node', '');
      case 'fn':
        return this.#function();
      case 'return':
        return this.result();
      case 'import':
        return this.import();
      case 'train':
        return this.training();
      case 'expect':
        return this.expectation();
      default:
        return this.#notAStatement();
    }
  }

  /** `fn f(a, b = 2) = E`, or `fn f(a) { … return E }`. */
  #function(): StatementShape {
    const keyword = this.at;
    const { name, parameters } = this.functionHead();
    const body = this.peek() === '{' ? this.bracketed(() => this.#body()) : [this.#formula(keyword)];
    return { kind: 'fn', name, parameters, body };
  }

  /** The statements between braces, to the closing one or to where a line at column 0 starts the next statement of the file. */
  #body(): Statement[] {
    return this.#statements(() => this.peek() === '}' || this.peek() === 'end' || this.#startsStatement());
  }

  /** `= E`: a body of one statement, which returns. */
  #formula(keyword: number): Statement {
    const first = this.expressions.length;
    const index = this.#statementCount++;
    const { start } = this;
    if (!this.accept('=')) this.notAFunction(keyword);
    const value = this.expression();
    return { kind: 'return', value, index, first, last: this.expressions.length, start, end: this.end };
  }

  /** Whether the next token starts a statement at column 0, as the scanner sees it. */
  #startsStatement(): boolean {
    const isFirstOfLine = this.at > 0 && this.tokens.kind(this.at - 1) === 'newline' && this.start === this.end;
    const kind = this.peek();
    const isDefinition = kind === 'name' && this.tokens.kind(this.at + 1) === '=';
    return isFirstOfLine && (isDefinition || (isKeyword(kind) && kind !== 'within'));
  }

  #notAStatement(): never {
    const found = unexpected({ tokens: this.tokens, at: this.at, opener: undefined });
    if (found.code !== 'unexpected-token') throw new SyntaxProblem(found);
    return this.fail('not-a-statement', this.tokens.range(this.at), this.tokens.text(this.at));
  }
}
