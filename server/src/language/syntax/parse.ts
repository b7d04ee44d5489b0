/**
 * Tokens to the statements of a file. A statement that can't be read costs itself alone: the next line starts afresh. Of a
 * text that has changed, the statements before and behind the change are those that they were.
 */

import { limits } from '../base/limits.ts';
import { firstWhere } from '../base/partitionPoint.ts';
import { type Change, changeBetween, shiftOf } from '../base/textChange.ts';
import type { Problem } from '../problems/problems.ts';
import { maskOf, namesIn, type Passage, problemsOf } from './parsedStatement.ts';
import { StatementParser, type StatementShape } from './parseStatement.ts';
import { scan } from './scan.ts';
import { SyntaxProblem } from './tokenCursor.ts';
import { type Statement, Tree } from './tree.ts';
import { isEnd, unexpected } from './unexpected.ts';

export interface Parsed {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
}

/** A version of a text that has been read. */
export interface Read {
  readonly text: string;
  readonly tree: Tree;
}

/** @param earlier an earlier version: what it has in common with this one is not read again. */
export function parse(text: string, earlier?: Read): Parsed {
  const change = earlier && isWhole(earlier.tree) ? changeBetween(earlier.text, text) : undefined;
  const changed = change && new FileParser(scan(text, startFor(earlier!.tree, change))).file(earlier!.tree, change);
  return changed && isWhole(changed.tree) ? changed : new FileParser(scan(text)).file();
}

/** Whether the file was read to its end. */
function isWhole(tree: Tree): boolean {
  return tree.expressionCount < limits.expressions;
}

const nothing = new Tree([]);
const everything: Change = { start: 0, endBefore: 0, endAfter: Number.POSITIVE_INFINITY };

/** The place of the first statement that a change may touch: where one ends depends on how the next one begins. */
function firstTouched({ overview, passages }: Tree, change: Change): number {
  let place = firstWhere(overview.starts, (start) => start > change.start) - 2;
  while (place > 0 && !passages[place].isClean) place--;
  return Math.max(0, place);
}

/** Where in the text reading begins: behind the last statement that stays as it is. */
function startFor(tree: Tree, change: Change): number {
  const first = firstTouched(tree, change);
  return first === 0 ? 0 : tree.overview.ends[first - 1];
}

class FileParser extends StatementParser {
  /** What is wrong with the statement of the file that is being read. */
  #problems: Problem[] = [];
  #statementCount = 0;
  /** False where nothing more of the file can be read. */
  #goesOn = true;

  /** Reads what isn't in an earlier version. */
  file(before = nothing, change = everything): Parsed {
    const first = firstTouched(before, change);
    const anew: Passage[] = [];
    this.#statementCount = before.overview.indices[first];
    this.expressionsBefore = before.overview.firsts[first];
    let next = first;
    while (this.#goesOn && this.peek() !== 'end') {
      if (this.accept('newline')) continue;
      next = this.#samePlace(before, next, change);
      if (this.#isThere(before, next, change)) break;
      anew.push(this.#passage());
    }
    if (this.peek() === 'end') next = before.length;
    const places = { start: first, endBefore: next, endAfter: first + anew.length };
    const passages = before.passages.slice(0, first).concat(anew, before.passages.slice(next));
    const tree = new Tree(passages, before.overview.with(places, anew, shiftOf(change)));
    const problems = tree.overview.flawed.flatMap((place) => problemsOf(tree.passages[place], tree.at(place)));
    return { tree, problems };
  }

  /** The place of the first statement of the earlier version, from a place on, that doesn't stand before the next token. */
  #samePlace({ length, overview: { starts } }: Tree, from: number, change: Change): number {
    let place = from;
    while (place < length && starts[place] + shiftOf(change) < this.start) place++;
    return place;
  }

  /** Whether a statement of the earlier version begins at the next token, and everything from there on is as it was. */
  #isThere({ length, passages, overview }: Tree, place: number, change: Change): boolean {
    if (place === length || this.start < change.endAfter || !this.#isClean()) return false;
    return passages[place].isClean && overview.starts[place] + shiftOf(change) === this.start;
  }

  #isClean(): boolean {
    return this.at === 0 || this.tokens.endsClean(this.at - 1);
  }

  #passage(): Passage {
    const isClean = this.#isClean();
    this.expressions = [];
    this.#problems = [];
    const statement = this.#statement();
    this.expressionsBefore += this.expressions.length;
    const count = this.#statementCount - statement.index;
    const { expressions } = this;
    const names = [...namesIn({ statement, expressions })];
    const problems = this.#problems;
    return {
      statement,
      expressions,
      names,
      mask: maskOf(names),
      count,
      problems,
      isClean,
    };
  }

  /** Reads the statements of a body, one a line, until they are over. */
  #statements(isOver: () => boolean): Statement[] {
    const statements: Statement[] = [];
    while (this.#goesOn && !isOver()) if (!this.accept('newline')) statements.push(this.#statement());
    return statements;
  }

  /** Reads one statement to the end of its line, or of the body that it is in. */
  #statement(): Statement {
    const startToken = this.at;
    const first = this.count;
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
    return { ...shape, index, first, last: this.count, ...range } as Statement;
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
    const first = this.count;
    const index = this.#statementCount++;
    const { start } = this;
    if (!this.accept('=')) this.notAFunction(keyword);
    const value = this.expression();
    return { kind: 'return', value, index, first, last: this.count, start, end: this.end };
  }

  /** Whether the next token starts a statement at column 0, as the scanner sees it. */
  #startsStatement(): boolean {
    const isFirstOfLine = this.at > 0 && this.tokens.kind(this.at - 1) === 'newline' && this.start === this.end;
    return isFirstOfLine && this.tokens.startsStatement(this.at);
  }

  #notAStatement(): never {
    const found = unexpected({ tokens: this.tokens, at: this.at, opener: undefined });
    if (found.code !== 'unexpected-token') throw new SyntaxProblem(found);
    return this.fail('not-a-statement', this.tokens.range(this.at), this.tokens.text(this.at));
  }
}
