/** How far a line is indented: by the brackets that are open before it. */

import { isCloser, isOpener, type TokenKind } from '../language/syntax/scan.ts';
import { columnsOfIndent, levelOf, type Style } from './style.ts';

interface Bracket {
  readonly kind: TokenKind;
  /** Of the line that it stands in, and so of one that begins with what closes it. */
  readonly outer: string;
  /** Of the lines between the two. */
  readonly inner: string;
}

export class Brackets {
  readonly #style: Style;
  readonly #open: Bracket[] = [];

  constructor(style: Style) {
    this.#style = style;
  }

  get areClosed(): boolean {
    return this.#open.length === 0;
  }

  /** How a line is indented that begins with a token of this kind, or with a comment. */
  indent(first?: TokenKind): string {
    const innermost = this.#open.at(-1);
    return (isCloser(first) ? innermost?.outer : innermost?.inner) ?? '';
  }

  /**
   * Goes past a token.
   * @param indent of the line that it stands in.
   * @param column where the lines behind it begin, if it is a bracket that they hang below; else they are a level further.
   */
  pass(kind: TokenKind, indent: string, column?: number): void {
    if (isCloser(kind)) this.#open.pop();
    if (!isOpener(kind)) return;
    const inner =
      column === undefined
        ? indent + levelOf(this.#style)
        : indent + ' '.repeat(Math.max(0, column - columnsOfIndent(indent, this.#style)));
    this.#open.push({ kind, outer: indent, inner });
  }

  /** A line ends that isn't in a bracket that holds an expression: those that are still open are given up. */
  endLine(isClean: boolean): void {
    while (!this.areClosed && (isClean || this.#open.at(-1)!.kind !== '{')) this.#open.pop();
  }
}
