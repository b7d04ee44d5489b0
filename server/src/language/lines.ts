/** The lines of a text, and the way between offsets and positions. Lines end as the language's statements do: LF, CRLF or CR. */

import { changeBetween, shiftOf } from './change.ts';

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

/** Where a text's lines start, from an offset on at which one does, up to the one that ends at an offset or behind it. */
function* startsFrom(text: string, from: number, end = text.length): Generator<number> {
  const newline = /\r\n|\r|\n/g;
  newline.lastIndex = from;
  yield from;
  for (let found = newline.exec(text); found && found.index <= end; found = newline.exec(text)) yield newline.lastIndex;
}

function startsAfter(text: string, before: string, starts: Int32Array): Int32Array {
  const change = changeBetween(before, text);
  // A line break may be in two parts, of which the change takes one or brings it.
  const kept = Math.max(0, firstAfter(starts, change.start - 1) - 1);
  const found = [...startsFrom(text, starts[kept], change.endAfter)];
  const rest = starts.subarray(firstAfter(starts, Math.max(change.endBefore, found.at(-1)! - shiftOf(change))));
  const changed = new Int32Array(kept + found.length + rest.length);
  changed.set(starts.subarray(0, kept));
  changed.set(found, kept);
  for (let i = 0; i < rest.length; i++) changed[kept + found.length + i] = rest[i] + shiftOf(change);
  return changed;
}

/** The place of the first of some ascending numbers that is larger than another one. */
function firstAfter(numbers: Int32Array, number: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class Lines {
  readonly #text: string;
  readonly #starts: Int32Array;

  /** @param earlier the lines of an earlier version: those that the change leaves as they are need not be looked for. */
  constructor(text: string, earlier?: Lines) {
    this.#text = text;
    this.#starts = earlier ? startsAfter(text, earlier.#text, earlier.#starts) : Int32Array.from(startsFrom(text, 0));
  }

  get count(): number {
    return this.#starts.length;
  }

  positionAt(offset: number): Position {
    const line = firstAfter(this.#starts, offset) - 1;
    return { line, character: offset - this.#starts[line] };
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
