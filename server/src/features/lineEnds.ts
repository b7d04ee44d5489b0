/** Numbers behind the code, in columns, pushed with each result for a client that paints them. */

import { widthOf } from '../display/columns.ts';
import { showQuantity, showSize, showUpdate } from '../display/quantity.ts';
import type { Annotation } from '../protocol/result.ts';
import type { Reading, Readings } from '../snapshot/readings.ts';

/** Columns between the longest statement and the widest value, and at least between any two texts. */
const gap = 4;
const columnGap = 2;
/** A statement that is longer does not push the numbers of the others out of sight. */
const longestAligned = 72;
const tabWidth = 4;
/** Ordinary blanks at the start of a decoration are dropped. */
const blank = '\u00a0';

interface Cells {
  readonly reading: Reading;
  /** Where the statement's last line ends, in columns. */
  readonly end: number;
  readonly value: string;
  readonly mark: string;
  readonly gradient: string;
  readonly update: string;
}

export function annotationsOf({ snapshot, list }: Readings, digits: number): Annotation[] {
  const rows = list.map((reading) => cellsOf(reading, snapshot.lines.line(reading.lastLine), digits));
  const codeWidth = widest(rows.filter(isAligned).map(({ end }) => end));
  const valueWidth = widest(rows.map(({ value }) => widthOf(value)));
  const markWidth = widest(rows.map(({ mark }) => widthOf(mark)));
  const gradientWidth = widest(rows.map(({ gradient }) => widthOf(gradient)));
  return rows.map(({ reading, end, value, mark, gradient, update }) => {
    const place = { line: reading.lastLine, stale: reading.stale };
    const shown = blank.repeat(Math.max(codeWidth + gap + valueWidth - widthOf(value) - end, columnGap)) + value;
    const between = blank.repeat(columnGap);
    // What is wrong has the colour of gradients, which is that of errors too.
    if (reading.kind === 'claim' && !reading.holds) return { ...place, value: '', gradient: shown, update: '' };
    return {
      ...place,
      value: shown,
      gradient: gradient && `${between}${padEnd(mark, markWidth)}${between}${padStart(gradient, gradientWidth)}`,
      update: update && `${between}→${blank}${update}`,
    };
  });
}

/** A claim shows no more than a mark, which may stand further out. */
function isAligned({ reading, end }: Cells): boolean {
  return reading.kind === 'value' && end <= longestAligned;
}

function cellsOf(reading: Reading, line: string, digits: number): Cells {
  const place = { reading, end: columnsOf(line) };
  if (reading.kind === 'claim')
    return { ...place, value: reading.holds ? '✓' : '✗', mark: '', gradient: '', update: '' };
  const { value, gradient, update } = reading;
  return {
    ...place,
    value: showQuantity(value, digits).replaceAll(' ', blank),
    mark: gradient ? (gradient.value.kind === 'scalar' ? '∂' : '‖∂‖') : '',
    gradient: gradient ? showSize(gradient.value, digits) : '',
    update: update ? showUpdate(value, update, digits).replaceAll(' ', blank) : '',
  };
}

function columnsOf(line: string): number {
  const [start, ...indented] = line.split('\t');
  return indented.reduce((column, part) => column - (column % tabWidth) + tabWidth + widthOf(part), widthOf(start));
}

function widest(widths: readonly number[]): number {
  return widths.reduce((most, width) => Math.max(most, width), 0);
}

function padStart(text: string, width: number): string {
  return blank.repeat(Math.max(0, width - widthOf(text))) + text;
}

function padEnd(text: string, width: number): string {
  return text + blank.repeat(Math.max(0, width - widthOf(text)));
}
