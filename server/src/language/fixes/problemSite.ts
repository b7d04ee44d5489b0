/** The site of a problem: its statement and the tokens around it, for fixes. */

import type { Values } from '../../engine/ir/values.ts';
import type { Model } from '../lowering/model.ts';
import type { Module, ResolvedNames } from '../names/modules/module.ts';
import type { Problem } from '../problems/problems.ts';
import { type Expression, type RelativeRange, rangeIn, type Statement } from '../syntax/ast.ts';
import { isCloser, isOpener, scan, type Tokens } from '../syntax/scanner.ts';
import { functionAt, lastStatementBefore, statementAt, type Tree } from '../syntax/tree/tree.ts';
import type { Lines, Range } from '../text/lines.ts';

/** The version of the file that fixes read. */
export interface FixContext {
  readonly text: string;
  readonly lines: Lines;
  readonly tree: Tree;
  readonly names: ResolvedNames;
  readonly module: Module;
  readonly model: Model;
  /** Absent until the program has been run. */
  readonly evaluation?: { readonly values: Values };
}

export class ProblemSite {
  readonly context: FixContext;
  readonly problem: Problem;
  #tokens: Tokens | undefined;

  constructor(context: FixContext, problem: Problem) {
    this.context = context;
    this.problem = problem;
  }

  get text(): string {
    return this.context.text;
  }

  /** The innermost statement: inside a function the one of its body. */
  get statement(): Statement | undefined {
    return statementAt(this.context.tree, this.problem.start);
  }

  /** The top-level statement. */
  get outerStatement(): Statement | undefined {
    return lastStatementBefore(this.context.tree, this.problem.start);
  }

  /** The statements of the same body, or of the file. */
  get siblings(): readonly Statement[] {
    return functionAt(this.context.tree, this.problem.start)?.body ?? this.context.tree.statements;
  }

  /** The expressions that cover the problem, the innermost first. */
  get enclosingExpressions(): readonly Expression[] {
    const { outerStatement, problem } = this;
    if (outerStatement === undefined) return [];
    return this.context.tree.expressionsIn(outerStatement).filter((expression) => {
      const { start, end } = this.rangeOf(expression);
      return start <= problem.start && problem.end <= end;
    });
  }

  /** The tokens from the top-level statement on. */
  get tokens(): Tokens {
    this.#tokens ??= scan(this.text, this.outerStatement?.start ?? 0);
    return this.#tokens;
  }

  /** The index of the first token of the problem. */
  get problemToken(): number {
    return this.tokenAtOrAfter(this.problem.start);
  }

  /** The index of the first token that starts at or after an offset. */
  tokenAtOrAfter(offset: number): number {
    let token = 0;
    while (this.tokens.kind(token) !== 'end' && this.tokens.start(token) < offset) token++;
    return token;
  }

  /** The range of something inside the statement. */
  rangeOf(range: RelativeRange): Range {
    return rangeIn(this.outerStatement!, range);
  }

  sourceOf({ start, end }: Range): string {
    return this.text.slice(start, end);
  }

  /** End offset of the value that starts at a token: a number or a name with its adjacent brackets and members. */
  valueEnd(firstToken: number): number {
    const { tokens } = this;
    let token = isOpener(tokens.kind(firstToken)) ? this.closerOf(firstToken) : firstToken;
    for (;;) {
      const nextToken = token + 1;
      if (tokens.start(nextToken) !== tokens.end(token)) return tokens.end(token);
      if (tokens.kind(nextToken) === '(' || tokens.kind(nextToken) === '[') token = this.closerOf(nextToken);
      else if (tokens.kind(nextToken) === '.' && tokens.kind(nextToken + 1) === 'name') token = nextToken + 1;
      else return tokens.end(token);
    }
  }

  /** The index of the token that closes a bracket, or of the last token if none does. */
  closerOf(opener: number): number {
    let depth = 0;
    for (let token = opener; ; token++) {
      const kind = this.tokens.kind(token);
      if (kind === 'end') return token - 1;
      if (isOpener(kind)) depth++;
      if (isCloser(kind) && --depth === 0) return token;
    }
  }
}
