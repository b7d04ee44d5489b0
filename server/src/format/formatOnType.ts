/** Formatting while typing: indents a new line, and formats a statement once it is complete. */

import { textWidth } from '../display/textWidth.ts';
import type { Statement } from '../language/syntax/ast.ts';
import { parse } from '../language/syntax/parser/parse.ts';
import { scan } from '../language/syntax/scanner.ts';
import type { Tree } from '../language/syntax/tree/tree.ts';
import type { Edit } from '../language/text/edits.ts';
import { Lines } from '../language/text/lines.ts';
import { partitionPoint } from '../language/text/partitionPoint.ts';
import { BracketStack } from './brackets.ts';
import { formatStatement } from './formatRange.ts';
import { gridLayoutOf } from './gridLayout.ts';
import { type FormatStyle, indentWidth } from './style.ts';

/** The keys that trigger formatting. */
export const triggerCharacters = ['\n', '}'] as const;

/** The edits after a key that was typed right before `offset`. */
export function formatAfterKey(text: string, key: string, offset: number, style: FormatStyle): Edit[] {
  const { tree } = parse(text);
  return key === '\n' ? formatAfterEnter(text, tree, offset, style) : formatAfterBrace(text, tree, offset, style);
}

/** Formats the statement that the brace closes. */
function formatAfterBrace(text: string, tree: Tree, offset: number, style: FormatStyle): Edit[] {
  const statement = statementBefore(tree, offset);
  return statement?.end === offset ? formatStatement(text, statement, tree, style) : [];
}

/** Formats the previous line if a statement ends on it, and indents the new line. */
function formatAfterEnter(text: string, tree: Tree, offset: number, style: FormatStyle): Edit[] {
  const lines = new Lines(text);
  const { line } = lines.positionAt(offset);
  const start = lines.offsetAt({ line, character: 0 });
  const statement = statementBefore(tree, start);
  if (statement === undefined) return [];
  const endsOnPreviousLine = lines.positionAt(statement.end).line === line - 1;
  const edits = endsOnPreviousLine ? formatStatement(text, statement, tree, style) : [];
  const indent = indentAfter(text, lines, tree, start, style);
  const existingIndent = whitespaceAt(text, start);
  return existingIndent === indent ? edits : [...edits, { start, end: start + existingIndent.length, text: indent }];
}

/** The last statement that begins before `offset`. */
function statementBefore({ statements }: Tree, offset: number): Statement | undefined {
  return statements[partitionPoint(statements, ({ start }) => start >= offset) - 1];
}

/** Indentation of the line that begins at `offset`, given the existing indentation of the lines above. */
function indentAfter(
  text: string,
  lines: Lines,
  { statements, parsedStatements }: Tree,
  offset: number,
  style: FormatStyle,
): string {
  let index = partitionPoint(statements, ({ start }) => start >= offset) - 1;
  while (index > 0 && !parsedStatements[index].isSyncPoint) index--;
  const tokens = scan(text, statements[index].start);
  const { hanging } = gridLayoutOf(text, tokens, 0, offset);
  const brackets = new BracketStack(style);
  let token = 0;
  for (; tokens.kind(token) !== 'end' && tokens.start(token) < offset; token++) {
    if (tokens.kind(token) === 'newline') brackets.endLine(tokens.isSyncPoint(token));
    const lineStart = lines.offsetAt({ ...lines.positionAt(tokens.start(token)), character: 0 });
    const indent = whitespaceAt(text, lineStart);
    const code = text.slice(lineStart + indent.length, tokens.end(token));
    const column = hanging.has(token) ? indentWidth(indent, style) + textWidth(code) : undefined;
    brackets.advance(tokens.kind(token), indent, column);
  }
  const isOnLine = lines.positionAt(tokens.start(token)).line === lines.positionAt(offset).line;
  return brackets.indent(isOnLine ? tokens.kind(token) : undefined);
}

const whitespace = /[ \t]*/y;

function whitespaceAt(text: string, offset: number): string {
  whitespace.lastIndex = offset;
  return whitespace.exec(text)![0];
}
