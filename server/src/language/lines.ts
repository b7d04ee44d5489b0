/** The lines of a text, and the way between offsets and positions. Lines end as the language's statements do: LF, CRLF or CR. */

export interface Position {
  /** Zero-based. */
  readonly line: number;
  /** In UTF-16 units from the start of the line, zero-based. */
  readonly character: number;
}

/** Offsets into the text in UTF-16 units; the end is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export class Lines {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    const starts = [0];
    for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
    this.#starts = starts;
  }

  get count(): number {
    return this.#starts.length;
  }

  positionAt(offset: number): Position {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] <= offset) low = middle + 1;
      else high = middle;
    }
    return { line: low - 1, character: offset - this.#starts[low - 1] };
  }

  offsetAt({ line, character }: Position): number {
    const start = this.#starts[line];
    if (start === undefined) return this.#text.length;
    return Math.min(start + character, this.#starts[line + 1] ?? this.#text.length);
  }

  /** The text of a line without its ending. */
  line(index: number): string {
    let end = this.#starts[index + 1] ?? this.#text.length;
    while (end > this.#starts[index] && '\r\n'.includes(this.#text[end - 1])) end--;
    return this.#text.slice(this.#starts[index], end);
  }
}
