/** The lines of a statement that shares them with no other, with the comment above: what is removed or moved with it. */

import { type Edit, sortEdits } from '../text/edits.ts';
import { type Lines, lineBreakOf, type Range } from '../text/lines.ts';
import type { Statement } from './ast.ts';

interface TextLines {
  readonly text: string;
  readonly lines: Lines;
}

/** From the comment above a statement to the next line; undefined where it shares a line with something else. */
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

/** The edit that removes a statement with its lines. */
export function removeStatement(snapshot: TextLines, statement: Range): readonly Edit[] {
  const range = wholeLinesOf(snapshot, statement);
  return range ? [removalEdit(snapshot, range)] : [];
}

/** The edits that move a statement above another one; none where either shares its lines. */
export function moveAbove(snapshot: TextLines, moving: Statement, target: Statement): readonly Edit[] {
  const [from, to] = [wholeLinesOf(snapshot, moving), wholeLinesOf(snapshot, target)];
  if (!from || !to) return [];
  return sortEdits([
    removalEdit(snapshot, from),
    { start: to.start, end: to.start, text: asWholeLines(snapshot, from) },
  ]);
}

/** The edits that move a statement below another one; none where either shares its lines. */
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

/** The edit that writes a statement in a line of its own above another one and its comment, as far indented. */
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

/** The edit that writes a statement in a line of its own below another one, as far indented. */
export function insertBelow(snapshot: TextLines, target: Range, statement: string): Edit | undefined {
  if (!wholeLinesOf(snapshot, target)) return undefined;
  const { text, lines } = snapshot;
  const { line } = lines.positionAt(target.end);
  const offset = lines.offsetAt({ line, character: lines.line(line).length });
  return { start: offset, end: offset, text: `${lineBreakOf(text)}${indentOf(snapshot, target)}${statement}` };
}

/** The blanks before a statement that begins its line. */
function indentOf({ text, lines }: TextLines, { start }: Range): string {
  return text.slice(start - lines.positionAt(start).character, start).replace('\ufeff', '');
}

/** The last line of a text that doesn't end it takes the line break before with it. */
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
