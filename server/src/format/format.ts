/**
 * Formatter for spaces, indentation and empty lines. Line breaks are kept, and statements that cannot be parsed are
 * left as they are.
 */

import { textWidth } from '../display/textWidth.ts';
import type { Statement } from '../language/syntax/ast.ts';
import { parse } from '../language/syntax/parser/parse.ts';
import { isCloser, isOpener, scan, type Tokens } from '../language/syntax/scanner.ts';
import type { Tree } from '../language/syntax/tree/tree.ts';
import type { Edit } from '../language/text/edits.ts';
import { lineBreakOf } from '../language/text/lines.ts';
import { BracketStack } from './brackets.ts';
import { commentGaps } from './comments.ts';
import { emptyGridLayout, type GridLayout, gridLayoutOf } from './gridLayout.ts';
import { type SourceLine, sourceLines } from './sourceLines.ts';
import { isAdjacentToPrevious } from './spacing.ts';
import { type FormatStyle, indentWidth } from './style.ts';

/** The edits that format a text, in text order; empty if it is already formatted. */
export function formatDocument(text: string, style: FormatStyle, tree = parse(text).tree): Edit[] {
  return new Formatter(text, tree, style).edits();
}

/** An edit whose text may depend on lines after it. */
interface DraftEdit {
  readonly start: number;
  readonly end: number;
  text: string;
}

/** A comment after code, whose column depends on adjacent lines. */
interface TrailingComment {
  readonly width: number;
  readonly whitespace: DraftEdit;
}

class Formatter {
  readonly #text: string;
  readonly #tree: Tree;
  readonly #tokens: Tokens;
  readonly #style: FormatStyle;
  readonly #brackets: BracketStack;
  readonly #gradientNameOffsets: ReadonlySet<number>;
  readonly #drafts: DraftEdit[] = [];
  /** The grids of the current statement. */
  #gridLayout: GridLayout = emptyGridLayout;
  #statement: Statement | undefined;
  /** The last line that is not empty. */
  #previousLine: SourceLine | undefined;
  /** The empty lines since `#previousLine`. */
  #emptyLines: SourceLine[] = [];
  /** The trailing comments of the last lines, without another line between them. */
  #trailingComments: TrailingComment[] = [];

  constructor(text: string, tree: Tree, style: FormatStyle) {
    this.#text = text;
    this.#tree = tree;
    this.#tokens = scan(text);
    this.#style = style;
    this.#brackets = new BracketStack(style);
    this.#gradientNameOffsets = gradientNameOffsets(text, tree);
  }

  edits(): Edit[] {
    for (const line of sourceLines(this.#text, this.#tokens, this.#tree)) this.#formatLine(line);
    this.#alignComments();
    this.#finish();
    return this.#drafts.filter(({ start, end, text }) => this.#text.slice(start, end) !== text);
  }

  #formatLine(line: SourceLine): void {
    if (line.firstToken === line.endToken && line.comment === undefined && !line.isBroken) {
      this.#emptyLines.push(line);
      return;
    }
    this.#flushEmptyLines(line);
    if (line.comment === undefined || line.firstToken === line.endToken || line.isBroken) this.#alignComments();
    if (!line.isBroken) this.#writeLine(line);
    this.#previousLine = line;
  }

  /** Keeps one of several empty lines, but none at the start of a file or next to brackets. */
  #flushEmptyLines({ firstToken, endToken }: SourceLine): void {
    const { areClosed } = this.#brackets;
    const previous = this.#previousLine;
    const followsOpener =
      previous !== undefined &&
      previous.firstToken < previous.endToken &&
      isOpener(this.#tokens.kind(previous.endToken - 1));
    const precedesCloser = firstToken < endToken && isCloser(this.#tokens.kind(firstToken));
    const keepsFirst = previous !== undefined && (areClosed || !(followsOpener || precedesCloser));
    if (keepsFirst && this.#emptyLines.length > 0) this.#alignComments();
    for (const [index, { start, end, nextStart }] of this.#emptyLines.entries())
      this.#replace(start, keepsFirst && index === 0 ? end : nextStart, '');
    this.#emptyLines = [];
  }

  #writeLine(line: SourceLine): void {
    const { start, end, firstToken, endToken, comment } = line;
    if (firstToken < endToken) this.#writeCode(line);
    else this.#replace(start, comment!.start, this.#brackets.indent());
    this.#replace(comment?.end ?? this.#tokens.end(endToken - 1), end, '');
  }

  #writeCode({ start, firstToken, endToken, comment, statement }: SourceLine): void {
    if (statement !== this.#statement) {
      this.#statement = statement;
      this.#gridLayout = gridLayoutOf(this.#text, this.#tokens, firstToken, statement!.end);
    }
    const indent = this.#brackets.indent(this.#tokens.kind(firstToken));
    const indentColumns = indentWidth(indent, this.#style);
    let code = '';
    for (let token = firstToken; token < endToken; token++) {
      const whitespace = token === firstToken ? indent : ' '.repeat(this.#spacesBefore(token));
      this.#replace(token === firstToken ? start : this.#tokens.end(token - 1), this.#tokens.start(token), whitespace);
      code += (token === firstToken ? '' : whitespace) + this.#tokens.text(token);
      const column = this.#gridLayout.hanging.has(token) ? indentColumns + textWidth(code) : undefined;
      this.#brackets.advance(this.#tokens.kind(token), indent, column);
    }
    if (comment === undefined) return;
    const whitespace = this.#replace(this.#tokens.end(endToken - 1), comment.start, '');
    this.#trailingComments.push({ width: indentColumns + textWidth(code), whitespace });
  }

  #spacesBefore(token: number): number {
    return (
      (isAdjacentToPrevious(this.#tokens, token, this.#gradientNameOffsets) ? 0 : 1) +
      (this.#gridLayout.padding.get(token) ?? 0)
    );
  }

  #alignComments(): void {
    const counts = commentGaps(this.#trailingComments.map(({ width }) => width));
    for (const [index, { whitespace }] of this.#trailingComments.entries()) whitespace.text = ' '.repeat(counts[index]);
    this.#trailingComments = [];
  }

  /** Ends the text with a single line break. */
  #finish(): void {
    for (const { start, nextStart } of this.#emptyLines) this.#replace(start, nextStart, '');
    const { length } = this.#text;
    if (this.#previousLine?.end === length) this.#replace(length, length, lineBreakOf(this.#text));
  }

  #replace(start: number, end: number, text: string): DraftEdit {
    const draft = { start, end, text };
    this.#drafts.push(draft);
    return draft;
  }
}

/** Offsets of the names after the second `∂` of each `∂L/∂x`. */
function gradientNameOffsets(text: string, tree: Tree): ReadonlySet<number> {
  const offsets = new Set<number>();
  tree.parsedStatements.forEach(({ expressions }, index) => {
    const start = tree.statementTable.starts[index];
    for (const expression of expressions)
      if (expression.kind === 'gradient' && text[start + expression.offset] === '∂')
        offsets.add(start + expression.wrt.offset);
  });
  return offsets;
}
