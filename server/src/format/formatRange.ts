/**
 * Formatting of a range. Statements are formatted as a whole, because their lines depend on each other's indentation.
 */

import type { Statement } from '../language/syntax/ast.ts';
import { parse } from '../language/syntax/parser/parse.ts';
import type { Tree } from '../language/syntax/tree/tree.ts';
import type { Edit } from '../language/text/edits.ts';
import { Lines, type Range } from '../language/text/lines.ts';
import { partitionPoint } from '../language/text/partitionPoint.ts';
import { formatDocument } from './format.ts';
import type { FormatStyle } from './style.ts';

/** The edits of the lines in a range, and of all statements that overlap it. */
export function formatRange(text: string, range: Range, style: FormatStyle): Edit[] {
  const { tree } = parse(text);
  const lines = new Lines(text);
  const { line: firstLine } = lines.positionAt(range.start);
  const { line: endLine, character } = lines.positionAt(range.end);
  // A selection of whole lines ends at the start of the next line.
  const selectedRange = lineRange(lines, firstLine, character === 0 && endLine > firstLine ? endLine - 1 : endLine);
  const statementRanges = statementsIn(tree, selectedRange).map((statement) => fullLinesOf(statement, lines));
  const rangeStart = Math.min(selectedRange.start, statementRanges[0]?.start ?? selectedRange.start);
  const rangeEnd = Math.max(selectedRange.end, statementRanges.at(-1)?.end ?? selectedRange.end);
  return formatDocument(text, style, tree).filter((edit) => edit.start >= rangeStart && edit.start < rangeEnd);
}

/** The edits of a statement that has just been typed and may not be followed by a line yet. */
export function formatStatement(text: string, statement: Statement, tree: Tree, style: FormatStyle): Edit[] {
  const { start, end } = fullLinesOf(statement, new Lines(text));
  return formatDocument(text, style, tree).filter(
    (edit) => edit.start >= start && edit.start < Math.min(end, text.length),
  );
}

function statementsIn({ statements }: Tree, { start, end }: Range): readonly Statement[] {
  return statements.slice(
    partitionPoint(statements, (statement) => statement.end > start),
    partitionPoint(statements, (statement) => statement.start >= end),
  );
}

function fullLinesOf({ start, end }: Range, lines: Lines): Range {
  return lineRange(lines, lines.positionAt(start).line, lines.positionAt(end).line);
}

/** Full lines with their line breaks. The last line extends to infinity, so that text appended there is included. */
function lineRange(lines: Lines, firstLine: number, lastLine: number): Range {
  const start = lines.offsetAt({ line: firstLine, character: 0 });
  const isLast = lastLine + 1 === lines.count;
  return { start, end: isLast ? Number.POSITIVE_INFINITY : lines.offsetAt({ line: lastLine + 1, character: 0 }) };
}
