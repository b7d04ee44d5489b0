/** The form of a part of a text. A statement is formatted as a whole: what one of its lines means may depend on how others are indented. */

import { Lines, type Range } from '../language/lines.ts';
import { parse } from '../language/parse.ts';
import { firstWhere, type Statement, type Tree } from '../language/tree.ts';
import type { Edit } from '../snapshot/stepEdits.ts';
import { formatEdits } from './format.ts';
import type { Style } from './style.ts';

/** The edits of the lines of a range, and of the statements that these are a part of. */
export function formatEditsIn(text: string, range: Range, style: Style): Edit[] {
  const { tree } = parse(text);
  const lines = new Lines(text);
  const first = lines.positionAt(range.start).line;
  const end = lines.positionAt(range.end);
  // Who selects whole lines ends in front of the next one.
  const last = end.character === 0 && end.line > first ? end.line - 1 : end.line;
  const selected = linesBetween(lines, first, last);
  const touched = statementsIn(tree, selected).map((statement) => linesOf(statement, lines));
  const start = Math.min(selected.start, ...touched.slice(0, 1).map((lines) => lines.start));
  const stop = Math.max(selected.end, ...touched.slice(-1).map((lines) => lines.end));
  return within({ start, end: stop }, formatEdits(text, style, tree), text);
}

/** The edits of the lines that a statement stands in. */
export function formatEditsOf(text: string, statement: Statement, tree: Tree, style: Style): Edit[] {
  return within(linesOf(statement, new Lines(text)), formatEdits(text, style, tree), text);
}

function within({ start, end }: Range, edits: readonly Edit[], { length }: string): Edit[] {
  return edits.filter((edit) => edit.start >= start && edit.end <= end && (edit.start < end || end === length));
}

function statementsIn({ statements }: Tree, { start, end }: Range): readonly Statement[] {
  const first = firstWhere(statements, (statement) => statement.end > start);
  return statements.slice(
    first,
    firstWhere(statements, (statement) => statement.start >= end),
  );
}

function linesOf({ start, end }: Range, lines: Lines): Range {
  return linesBetween(lines, lines.positionAt(start).line, lines.positionAt(end).line);
}

/** Some lines with their line breaks. */
function linesBetween(lines: Lines, first: number, last: number): Range {
  return {
    start: lines.offsetAt({ line: first, character: 0 }),
    end: lines.offsetAt({ line: last + 1, character: 0 }),
  };
}
