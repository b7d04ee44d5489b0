/** The form of a part of a text. A statement is formatted as a whole: what one of its lines means may depend on how others are indented. */

import { Lines, type Range } from '../language/base/lines.ts';
import { firstWhere } from '../language/base/partitionPoint.ts';
import { parse } from '../language/syntax/parse.ts';
import type { Statement, Tree } from '../language/syntax/tree.ts';
import type { Edit } from '../training/stepEdits.ts';
import { formatEdits } from './format.ts';
import type { Style } from './style.ts';

/** The edits of the lines of a range, and of the statements that these are a part of. */
export function formatEditsIn(text: string, range: Range, style: Style): Edit[] {
  const { tree } = parse(text);
  const lines = new Lines(text);
  const { line: first } = lines.positionAt(range.start);
  const { line: end, character } = lines.positionAt(range.end);
  // Who selects whole lines ends in front of the next one.
  const selected = linesBetween(lines, first, character === 0 && end > first ? end - 1 : end);
  const touched = statementsIn(tree, selected).map((statement) => linesOf(statement, lines));
  const start = Math.min(selected.start, touched[0]?.start ?? selected.start);
  const stop = Math.max(selected.end, touched.at(-1)?.end ?? selected.end);
  return formatEdits(text, style, tree).filter((edit) => edit.start >= start && edit.start < stop);
}

/** The edits of the lines of a statement that has just been typed, behind which there may be no line yet. */
export function formatEditsOf(text: string, statement: Statement, tree: Tree, style: Style): Edit[] {
  const { start, end } = linesOf(statement, new Lines(text));
  return formatEdits(text, style, tree).filter(
    (edit) => edit.start >= start && edit.start < Math.min(end, text.length),
  );
}

function statementsIn({ statements }: Tree, { start, end }: Range): readonly Statement[] {
  return statements.slice(
    firstWhere(statements, (statement) => statement.end > start),
    firstWhere(statements, (statement) => statement.start >= end),
  );
}

function linesOf({ start, end }: Range, lines: Lines): Range {
  return linesBetween(lines, lines.positionAt(start).line, lines.positionAt(end).line);
}

/** Some lines with their line breaks; the last line of a text, and what is put behind it, ends nowhere. */
function linesBetween(lines: Lines, first: number, last: number): Range {
  const start = lines.offsetAt({ line: first, character: 0 });
  const isLast = last + 1 === lines.count;
  return { start, end: isLast ? Number.POSITIVE_INFINITY : lines.offsetAt({ line: last + 1, character: 0 }) };
}
