/** Edits of a text as the protocol has them. */

import type { TextEdit } from 'vscode-languageserver';
import type { Lines } from '../language/lines.ts';
import type { Edit } from '../snapshot/stepEdits.ts';

export function textEditsOf(edits: readonly Edit[], lines: Lines): TextEdit[] {
  return edits.map(({ start, end, text }) => ({
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
    newText: text,
  }));
}
