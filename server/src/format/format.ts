/**
 * The form of a text: blanks, indentation and empty lines, and nothing that means anything. Lines stay as they were broken, and
 * a statement that can't be read stays as it is.
 */

import { widthOf } from '../display/columns.ts';
import { lineBreakOf } from '../language/base/lines.ts';
import { parse } from '../language/syntax/parse.ts';
import { isCloser, isOpener, scan, type Tokens } from '../language/syntax/scan.ts';
import type { Statement, Tree } from '../language/syntax/tree.ts';
import type { Edit } from '../training/stepEdits.ts';
import { Brackets } from './brackets.ts';
import { blanksBeforeComments } from './comments.ts';
import { type Grids, gridsOf, noGrids } from './grids.ts';
import { type SourceLine, sourceLines } from './sourceLines.ts';
import { touches } from './spacing.ts';
import { columnsOfIndent, type Style } from './style.ts';

/** The edits that format a text, in its order; none where it has its form already. */
export function formatEdits(text: string, style: Style, tree = parse(text).tree): Edit[] {
  return new Formatting(text, tree, style).edits();
}

/** What is to become of a stretch of the text, which is known once the lines behind it have been read. */
interface Draft {
  readonly start: number;
  readonly end: number;
  text: string;
}

/** A comment behind code, whose place depends on the lines around it. */
interface Trailing {
  readonly width: number;
  readonly blanks: Draft;
}

class Formatting {
  readonly #text: string;
  readonly #tree: Tree;
  readonly #tokens: Tokens;
  readonly #style: Style;
  readonly #brackets: Brackets;
  readonly #fractions: ReadonlySet<number>;
  readonly #drafts: Draft[] = [];
  /** The grids of the statement that is being read. */
  #grids: Grids = noGrids;
  #statement: Statement | undefined;
  /** The last line that is not empty. */
  #before: SourceLine | undefined;
  /** The empty lines behind that. */
  #empty: SourceLine[] = [];
  /** The comments behind the lines just read, without another line between them. */
  #trailing: Trailing[] = [];

  constructor(text: string, tree: Tree, style: Style) {
    this.#text = text;
    this.#tree = tree;
    this.#tokens = scan(text);
    this.#style = style;
    this.#brackets = new Brackets(style);
    this.#fractions = fractionsOf(text, tree);
  }

  edits(): Edit[] {
    for (const line of sourceLines(this.#text, this.#tokens, this.#tree)) this.#line(line);
    this.#alignComments();
    this.#end();
    return this.#drafts.filter(({ start, end, text }) => this.#text.slice(start, end) !== text);
  }

  #line(line: SourceLine): void {
    if (line.first === line.last && line.comment === undefined && !line.isBroken) {
      this.#empty.push(line);
      return;
    }
    this.#settleEmpty(line);
    if (line.comment === undefined || line.first === line.last || line.isBroken) this.#alignComments();
    if (!line.isBroken) this.#write(line);
    this.#before = line;
  }

  /** Of empty lines one stays, but for the start of a file and the edges of brackets. */
  #settleEmpty({ first, last }: SourceLine): void {
    const { areClosed } = this.#brackets;
    const before = this.#before;
    const opens = before !== undefined && before.first < before.last && isOpener(this.#tokens.kind(before.last - 1));
    const closes = first < last && isCloser(this.#tokens.kind(first));
    const isKept = before !== undefined && (areClosed || !(opens || closes));
    if (isKept && this.#empty.length > 0) this.#alignComments();
    for (const [place, { start, end, next }] of this.#empty.entries())
      this.#replace(start, isKept && place === 0 ? end : next, '');
    this.#empty = [];
  }

  #write(line: SourceLine): void {
    const { start, end, first, last, comment } = line;
    if (first < last) this.#code(line);
    else this.#replace(start, comment!.start, this.#brackets.indent());
    this.#replace(comment?.end ?? this.#tokens.end(last - 1), end, '');
  }

  #code({ start, first, last, comment, statement }: SourceLine): void {
    if (statement !== this.#statement) {
      this.#statement = statement;
      this.#grids = gridsOf(this.#text, this.#tokens, first, statement!.end);
    }
    const indent = this.#brackets.indent(this.#tokens.kind(first));
    const indentColumns = columnsOfIndent(indent, this.#style);
    let code = '';
    for (let at = first; at < last; at++) {
      const blanks = at === first ? indent : ' '.repeat(this.#blanksBefore(at));
      this.#replace(at === first ? start : this.#tokens.end(at - 1), this.#tokens.start(at), blanks);
      code += (at === first ? '' : blanks) + this.#tokens.text(at);
      const column = this.#grids.hanging.has(at) ? indentColumns + widthOf(code) : undefined;
      this.#brackets.pass(this.#tokens.kind(at), indent, column);
    }
    if (comment === undefined) return;
    const blanks = this.#replace(this.#tokens.end(last - 1), comment.start, '');
    this.#trailing.push({ width: indentColumns + widthOf(code), blanks });
  }

  #blanksBefore(at: number): number {
    return (touches(this.#tokens, at, this.#fractions) ? 0 : 1) + (this.#grids.pads.get(at) ?? 0);
  }

  /** Comments behind lines in a row stand below one another. */
  #alignComments(): void {
    const counts = blanksBeforeComments(this.#trailing.map(({ width }) => width));
    for (const [place, { blanks }] of this.#trailing.entries()) blanks.text = ' '.repeat(counts[place]);
    this.#trailing = [];
  }

  /** A text ends with its last line, which is a whole one. */
  #end(): void {
    for (const { start, next } of this.#empty) this.#replace(start, next, '');
    const { length } = this.#text;
    if (this.#before?.end === length) this.#replace(length, length, lineBreakOf(this.#text));
  }

  #replace(start: number, end: number, text: string): Draft {
    const draft = { start, end, text };
    this.#drafts.push(draft);
    return draft;
  }
}

/** Where the names stand by which a `∂L/∂x` is taken. */
function fractionsOf(text: string, { expressions }: Tree): ReadonlySet<number> {
  const places = new Set<number>();
  for (const expression of expressions)
    if (expression.kind === 'gradient' && text[expression.start] === '∂') places.add(expression.by.start);
  return places;
}
