/** Where something is wrong, as a fix looks at it: the statement around, and its tokens. */

import type { Range } from '../language/base/lines.ts';
import type { Problem } from '../language/problems/problems.ts';
import { type RelativeRange, rangeIn, type Statement } from '../language/syntax/nodes.ts';
import { isCloser, isOpener, scan, type Tokens } from '../language/syntax/scan.ts';
import { lastStatementBefore, statementAt } from '../language/syntax/tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export class ProblemSite {
  readonly snapshot: Snapshot;
  readonly problem: Problem;
  #tokens: Tokens | undefined;

  constructor(snapshot: Snapshot, problem: Problem) {
    this.snapshot = snapshot;
    this.problem = problem;
  }

  get text(): string {
    return this.snapshot.text;
  }

  /** The statement that is wrong; in a body the one of the body. */
  get statement(): Statement | undefined {
    return statementAt(this.snapshot.tree, this.problem.start);
  }

  /** The statement of the file. */
  get outerStatement(): Statement | undefined {
    return lastStatementBefore(this.snapshot.tree, this.problem.start);
  }

  /** The tokens from the statement of the file on. */
  get tokens(): Tokens {
    this.#tokens ??= scan(this.text, this.outerStatement?.start ?? 0);
    return this.#tokens;
  }

  /** The token at which something is wrong. */
  get problemToken(): number {
    return this.tokenAtOrAfter(this.problem.start);
  }

  /** The first token that begins at an offset or behind it. */
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

  /** Where a value ends that begins with a token: a number or a name, with the brackets and members that touch it. */
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

  /** The token that closes a bracket; the last one of the statement where none does. */
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
