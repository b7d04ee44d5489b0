/** Conversion between offsets and editor positions. */

import type { Range as EditorRange } from 'vscode-languageserver';
import type { Lines, Range } from '../../language/text/lines.ts';

/** Includes the end, where the cursor is after typing a word. */
export function touches({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end;
}

export function toEditorRange({ lines }: { readonly lines: Lines }, { start, end }: Range): EditorRange {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

export function toOffsetRange({ lines }: { readonly lines: Lines }, { start, end }: EditorRange): Range {
  return { start: lines.offsetAt(start), end: lines.offsetAt(end) };
}
