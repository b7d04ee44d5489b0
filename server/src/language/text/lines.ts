/** The lines of a text: conversion between offsets and positions. Lines end with LF, CRLF or CR. */

import { partitionPoint } from './partitionPoint.ts';
import { changeBetween, shiftOf } from './textChange.ts';

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

/** The line ending of a text: that of its first line. */
export function lineBreakOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

/** The line starts of a text from a line start on, up to the line that contains an offset. */
function* lineStartsFrom(text: string, from: number, end = text.length): Generator<number> {
  const newline = /\r\n|\r|\n/g;
  newline.lastIndex = from;
  yield from;
  for (let match = newline.exec(text); match && match.index <= end; match = newline.exec(text)) yield newline.lastIndex;
}

/** Per-line data: the start, and a cached measure (−1 if it has not been computed). */
interface LineTable {
  readonly starts: Int32Array;
  readonly measures: Int32Array;
}

function buildLineTable(text: string): LineTable {
  const starts = Int32Array.from(lineStartsFrom(text, 0));
  return { starts, measures: new Int32Array(starts.length).fill(-1) };
}

function updateLineTable(text: string, previousText: string, { starts, measures }: LineTable): LineTable {
  const change = changeBetween(previousText, text);
  // The change may begin or end between the two characters of a CRLF.
  const prefixCount = Math.max(0, upperBound(starts, change.start - 1) - 1);
  const newStarts = [...lineStartsFrom(text, starts[prefixCount], change.endAfter)];
  const suffixStart = upperBound(starts, Math.max(change.endBefore, newStarts.at(-1)! - shiftOf(change)));
  const count = prefixCount + newStarts.length + starts.length - suffixStart;
  const table = { starts: new Int32Array(count), measures: new Int32Array(count) };
  table.starts.set(starts.subarray(0, prefixCount));
  table.starts.set(newStarts, prefixCount);
  for (let i = suffixStart, to = prefixCount + newStarts.length; i < starts.length; i++, to++)
    table.starts[to] = starts[i] + shiftOf(change);
  table.measures.set(measures.subarray(0, prefixCount));
  table.measures.fill(-1, prefixCount, prefixCount + newStarts.length);
  table.measures.set(measures.subarray(suffixStart), prefixCount + newStarts.length);
  return table;
}

/** Index of the first of the ascending numbers that is larger than `number`. */
function upperBound(numbers: Int32Array, number: number): number {
  return partitionPoint(numbers, (other) => other > number);
}

export class Lines {
  readonly #text: string;
  readonly #starts: Int32Array;
  readonly #measures: Int32Array;

  /** @param previous a version whose unaffected lines are reused. */
  constructor(text: string, previous?: Lines) {
    this.#text = text;
    const table = previous
      ? updateLineTable(text, previous.#text, { starts: previous.#starts, measures: previous.#measures })
      : buildLineTable(text);
    this.#starts = table.starts;
    this.#measures = table.measures;
  }

  get count(): number {
    return this.#starts.length;
  }

  positionAt(offset: number): Position {
    const line = upperBound(this.#starts, offset) - 1;
    return { line, character: offset - this.#starts[line] };
  }

  /** The line of an offset, by linear search from a line on; faster than binary search for offsets in order. */
  findLineFrom(line: number, offset: number): number {
    let current = line;
    while (this.#starts[current + 1] <= offset) current++;
    return current;
  }

  /** Clamps a position past the end of its line to that end. */
  offsetAt({ line, character }: Position): number {
    const start = this.#starts[line];
    return start === undefined ? this.#text.length : Math.min(start + character, this.#endOf(line));
  }

  /** The text of a line without its ending. */
  line(index: number): string {
    return this.#text.slice(this.#starts[index], this.#endOf(index));
  }

  /** The end of a line, before its line break. */
  #endOf(line: number): number {
    let end = this.#starts[line + 1] ?? this.#text.length;
    while (end > this.#starts[line] && '\r\n'.includes(this.#text[end - 1])) end--;
    return end;
  }

  /** A measure of a line's text, cached across versions. All callers must pass the same function. */
  measureLine(index: number, measure: (text: string) => number): number {
    if (this.#measures[index] < 0) this.#measures[index] = measure(this.line(index));
    return this.#measures[index];
  }
}
