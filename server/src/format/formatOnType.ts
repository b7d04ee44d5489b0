/** What follows from a key: a new line is indented, and a statement that is whole now gets its form. */

import { widthOf } from '../display/columns.ts';
import { Lines } from '../language/base/lines.ts';
import { firstWhere } from '../language/base/partitionPoint.ts';
import { parse } from '../language/syntax/parse.ts';
import { scan } from '../language/syntax/scan.ts';
import type { Statement, Tree } from '../language/syntax/tree.ts';
import type { Edit } from '../training/stepEdits.ts';
import { Brackets } from './brackets.ts';
import { formatEditsOf } from './formatRange.ts';
import { gridsOf } from './grids.ts';
import { columnsOfIndent, type Style } from './style.ts';

/** The keys that something follows from. */
export const formattingKeys = ['\n', '}'] as const;

/** The edits that follow from a key, which has been typed right before an offset. */
export function formatEditsBehind(text: string, key: string, offset: number, style: Style): Edit[] {
  const { tree } = parse(text);
  return key === '\n' ? editsOfEnter(text, tree, offset, style) : editsOfBrace(text, tree, offset, style);
}

/** What is closed is whole now. */
function editsOfBrace(text: string, tree: Tree, offset: number, style: Style): Edit[] {
  const statement = statementBefore(tree, offset);
  return statement?.end === offset ? formatEditsOf(text, statement, tree, style) : [];
}

/** The line before is formatted if a statement ends in it, and the new one is indented. */
function editsOfEnter(text: string, tree: Tree, offset: number, style: Style): Edit[] {
  const lines = new Lines(text);
  const { line } = lines.positionAt(offset);
  const start = lines.offsetAt({ line, character: 0 });
  const statement = statementBefore(tree, start);
  if (statement === undefined) return [];
  const isWhole = lines.positionAt(statement.end).line === line - 1;
  const edits = isWhole ? formatEditsOf(text, statement, tree, style) : [];
  const indent = indentBehind(text, lines, tree, start, style);
  const found = blanksAt(text, start);
  return found === indent ? edits : [...edits, { start, end: start + found.length, text: indent }];
}

/** The last statement that begins before an offset. */
function statementBefore({ statements }: Tree, offset: number): Statement | undefined {
  return statements[firstWhere(statements, ({ start }) => start >= offset) - 1];
}

/** How a line is indented that begins at an offset, behind the lines above it as they are. */
function indentBehind(
  text: string,
  lines: Lines,
  { statements, passages }: Tree,
  offset: number,
  style: Style,
): string {
  let place = firstWhere(statements, ({ start }) => start >= offset) - 1;
  while (place > 0 && !passages[place].isClean) place--;
  const tokens = scan(text, statements[place].start);
  const { hanging } = gridsOf(text, tokens, 0, offset);
  const brackets = new Brackets(style);
  let at = 0;
  for (; tokens.kind(at) !== 'end' && tokens.start(at) < offset; at++) {
    if (tokens.kind(at) === 'newline') brackets.endLine(tokens.endsClean(at));
    const lineStart = lines.offsetAt({ ...lines.positionAt(tokens.start(at)), character: 0 });
    const indent = blanksAt(text, lineStart);
    const code = text.slice(lineStart + indent.length, tokens.end(at));
    const column = hanging.has(at) ? columnsOfIndent(indent, style) + widthOf(code) : undefined;
    brackets.pass(tokens.kind(at), indent, column);
  }
  const isOnLine = lines.positionAt(tokens.start(at)).line === lines.positionAt(offset).line;
  return brackets.indent(isOnLine ? tokens.kind(at) : undefined);
}

const blanks = /[ \t]*/y;

function blanksAt(text: string, offset: number): string {
  blanks.lastIndex = offset;
  return blanks.exec(text)![0];
}
