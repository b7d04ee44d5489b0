/** How far a line is indented: by the brackets that are open before it. */

import { isCloser, isOpener, type TokenKind } from '../language/syntax/scan.ts';
import { type FormatStyle, indentUnit, indentWidth } from './style.ts';

interface Bracket {
  readonly kind: TokenKind;
  /** Of the line that it stands in, and so of one that begins with what closes it. */
  readonly outerIndent: string;
  /** Of the lines between the two. */
  readonly innerIndent: string;
}

export class BracketStack {
  readonly #style: FormatStyle;
  readonly #stack: Bracket[] = [];

  constructor(style: FormatStyle) {
    this.#style = style;
  }

  get areClosed(): boolean {
    return this.#stack.length === 0;
  }

  /** How a line is indented that begins with a token of this kind, or with a comment. */
  indent(first?: TokenKind): string {
    const innermost = this.#stack.at(-1);
    return (isCloser(first) ? innermost?.outerIndent : innermost?.innerIndent) ?? '';
  }

  /**
   * Goes past a token.
   * @param indent of the line that it stands in.
   * @param column where the lines behind it begin, if it is a bracket that they hang below; else they are a level further.
   */
  advance(kind: TokenKind, indent: string, column?: number): void {
    if (isCloser(kind)) this.#stack.pop();
    if (!isOpener(kind)) return;
    const innerIndent =
      column === undefined
        ? indent + indentUnit(this.#style)
        : indent + ' '.repeat(Math.max(0, column - indentWidth(indent, this.#style)));
    this.#stack.push({ kind, outerIndent: indent, innerIndent });
  }

  /** A line ends that isn't in a bracket that holds an expression: those that are still open are given up. */
  endLine(endsStatement: boolean): void {
    while (!this.areClosed && (endsStatement || this.#stack.at(-1)!.kind !== '{')) this.#stack.pop();
  }
}
