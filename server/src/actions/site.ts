/** Where something is wrong, as a fix looks at it: the statement around, and its tokens. */

import type { Range } from '../language/base/lines.ts';
import type { Problem } from '../language/problems/problems.ts';
import { isCloser, isOpener, scan, type Tokens } from '../language/syntax/scan.ts';
import { lastFrom, type Statement, statementAt } from '../language/syntax/tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export class Site {
  readonly snapshot: Snapshot;
  readonly found: Problem;
  #tokens: Tokens | undefined;

  constructor(snapshot: Snapshot, found: Problem) {
    this.snapshot = snapshot;
    this.found = found;
  }

  get text(): string {
    return this.snapshot.text;
  }

  /** The statement that is wrong; in a body the one of the body. */
  get statement(): Statement | undefined {
    return statementAt(this.snapshot.tree, this.found.start);
  }

  /** The statement of the file. */
  get outer(): Statement | undefined {
    return lastFrom(this.snapshot.tree, this.found.start);
  }

  /** The tokens from the statement of the file on. */
  get tokens(): Tokens {
    this.#tokens ??= scan(this.text, this.outer?.start ?? 0);
    return this.#tokens;
  }

  /** The token at which something is wrong. */
  get at(): number {
    return this.tokenFrom(this.found.start);
  }

  /** The first token that begins at an offset or behind it. */
  tokenFrom(offset: number): number {
    let at = 0;
    while (this.tokens.kind(at) !== 'end' && this.tokens.start(at) < offset) at++;
    return at;
  }

  source({ start, end }: Range): string {
    return this.text.slice(start, end);
  }

  /** Where a value ends that begins with a token: a number or a name, with the brackets and members that touch it. */
  valueEnd(first: number): number {
    const { tokens } = this;
    let at = isOpener(tokens.kind(first)) ? this.closerOf(first) : first;
    for (;;) {
      const next = at + 1;
      if (tokens.start(next) !== tokens.end(at)) return tokens.end(at);
      if (tokens.kind(next) === '(' || tokens.kind(next) === '[') at = this.closerOf(next);
      else if (tokens.kind(next) === '.' && tokens.kind(next + 1) === 'name') at = next + 1;
      else return tokens.end(at);
    }
  }

  /** The token that closes a bracket; the last one of the statement where none does. */
  closerOf(opener: number): number {
    let depth = 0;
    for (let at = opener; ; at++) {
      const kind = this.tokens.kind(at);
      if (kind === 'end') return at - 1;
      if (isOpener(kind)) depth++;
      if (isCloser(kind) && --depth === 0) return at;
    }
  }
}
