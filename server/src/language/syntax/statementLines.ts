/** Edits of whole lines: insert, remove or move a statement together with the comment above it. */

import { type Edit, sortEdits } from '../text/edits.ts';
import { type Lines, lineBreakOf, type Range } from '../text/lines.ts';
import type { Statement } from './ast.ts';

interface TextLines {
  readonly text: string;
  readonly lines: Lines;
}

/** The lines of a statement and of the comment above it; undefined if it shares a line with another statement. */
export function wholeLinesOf({ text, lines }: TextLines, { start, end }: Range): Range | undefined {
  let first = lines.positionAt(start).line;
  const last = lines.positionAt(end).line;
  const firstStart = text.startsWith('\ufeff') ? 1 : 0;
  const startOf = (line: number) => Math.max(firstStart, lines.offsetAt({ line, character: 0 }));
  const isAlone = /^[ \t]*$/.test(text.slice(startOf(first), start));
  const rest = lines.line(last).slice(lines.positionAt(end).character);
  if (!isAlone || !/^[ \t]*(#.*)?$/.test(rest)) return undefined;
  while (first > 0 && /^\ufeff?[ \t]*#/.test(lines.line(first - 1))) first--;
  return { start: startOf(first), end: last + 1 < lines.count ? startOf(last + 1) : text.length };
}

/** Removes a statement with its lines. */
export function removeStatement(snapshot: TextLines, statement: Range): readonly Edit[] {
  const range = wholeLinesOf(snapshot, statement);
  return range ? [removalEdit(snapshot, range)] : [];
}

/** Moves a statement above another one; no edits if either shares its lines. */
export function moveAbove(snapshot: TextLines, moving: Statement, target: Statement): readonly Edit[] {
  const [from, to] = [wholeLinesOf(snapshot, moving), wholeLinesOf(snapshot, target)];
  if (!from || !to) return [];
  return sortEdits([
    removalEdit(snapshot, from),
    { start: to.start, end: to.start, text: asWholeLines(snapshot, from) },
  ]);
}

/** Moves a statement below another one; no edits if either shares its lines. */
export function moveBelow(snapshot: TextLines, moving: Statement, target: Statement): readonly Edit[] {
  const [from, to] = [wholeLinesOf(snapshot, moving), wholeLinesOf(snapshot, target)];
  if (!from || !to) return [];
  const isLast = to.end === snapshot.text.length && !endsWithLineBreak(snapshot.text);
  const text = isLast
    ? lineBreakOf(snapshot.text) + snapshot.text.slice(from.start, from.end).trimEnd()
    : asWholeLines(snapshot, from);
  return sortEdits([
    { ...from, text: '' },
    { start: to.end, end: to.end, text },
  ]);
}

/** Inserts a statement above another one and its comment, with the same indentation. */
export function insertAbove(snapshot: TextLines, target: Range, statement: string): Edit | undefined {
  const lines = wholeLinesOf(snapshot, target);
  if (!lines) return undefined;
  const { text } = snapshot;
  return {
    start: lines.start,
    end: lines.start,
    text: `${indentOf(snapshot, target)}${statement}${lineBreakOf(text)}`,
  };
}

/** Inserts a statement below another one, with the same indentation. */
export function insertBelow(snapshot: TextLines, target: Range, statement: string): Edit | undefined {
  if (!wholeLinesOf(snapshot, target)) return undefined;
  const { text, lines } = snapshot;
  const { line } = lines.positionAt(target.end);
  const offset = lines.offsetAt({ line, character: lines.line(line).length });
  return { start: offset, end: offset, text: `${lineBreakOf(text)}${indentOf(snapshot, target)}${statement}` };
}

/** The indentation of a statement. */
function indentOf({ text, lines }: TextLines, { start }: Range): string {
  return text.slice(start - lines.positionAt(start).character, start).replace('\ufeff', '');
}

/** If the range ends the text without a line break, the preceding line break is removed as well. */
function removalEdit({ text }: TextLines, { start, end }: Range): Edit {
  const isOpenEnd = end === text.length && !endsWithLineBreak(text);
  const precedingBreak = isOpenEnd ? (/(?:\r\n|\r|\n)$/.exec(text.slice(0, start))?.[0].length ?? 0) : 0;
  return { start: start - precedingBreak, end, text: '' };
}

function asWholeLines({ text }: TextLines, { start, end }: Range): string {
  const source = text.slice(start, end);
  return endsWithLineBreak(source) ? source : source + lineBreakOf(text);
}

function endsWithLineBreak(text: string): boolean {
  return /[\r\n]$/.test(text);
}
