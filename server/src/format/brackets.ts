/** Indentation by open brackets. */

import { isCloser, isOpener, type TokenKind } from '../language/syntax/scanner.ts';
import { type FormatStyle, indentUnit, indentWidth } from './style.ts';

interface Bracket {
  readonly kind: TokenKind;
  /** Indentation of the line of the bracket, and of a line that begins with its closer. */
  readonly outerIndent: string;
  /** Indentation of the lines between the two. */
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

  /** Indentation of a line that begins with a token of kind `first`, or with a comment. */
  indent(first?: TokenKind): string {
    const innermost = this.#stack.at(-1);
    return (isCloser(first) ? innermost?.outerIndent : innermost?.innerIndent) ?? '';
  }

  /**
   * Updates the stack by one token.
   * @param indent the indent of the token's line.
   * @param column the column of the lines after a bracket with hanging indentation; without it they are one level
   * deeper.
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

  /**
   * Handles a newline token, which never occurs inside an expression: discards unclosed brackets up to the innermost
   * brace, or all of them if the statement ends.
   */
  endLine(endsStatement: boolean): void {
    while (!this.areClosed && (endsStatement || this.#stack.at(-1)!.kind !== '{')) this.#stack.pop();
  }
}
