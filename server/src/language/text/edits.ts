/** Edits of a text. */

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies edits, which must be sorted and must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const chunks: string[] = [];
  let offset = 0;
  for (const edit of edits) {
    chunks.push(text.slice(offset, edit.start), edit.text);
    offset = edit.end;
  }
  return chunks.join('') + text.slice(offset);
}

export function sortEdits(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}
