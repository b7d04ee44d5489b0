/** Numbers behind the code, in columns, pushed with each result for a client that paints them. */

import { columnsOf, widthOf } from '../display/columns.ts';
import { mostCharacters } from '../display/numbers.ts';
import { type Quantity, showQuantity, showSize, showUpdate } from '../display/quantity.ts';
import type { Annotation, LineSpan } from '../protocol/result.ts';
import type { Reading, Readings, ValueReading } from '../snapshot/readings.ts';

/** Columns between the longest statement and the widest value, and at least between any two texts. */
const gap = 4;
const columnGap = 2;
/** A statement that is longer does not push the numbers of the others out of sight. */
const longestAligned = 72;
/** Ordinary blanks at the start of a decoration are dropped. */
const blank = '\u00a0';

/** A reading, and the line behind which it is to stand. */
interface Row {
  readonly reading: Reading;
  readonly line: number;
  /** Where the line ends, in columns. */
  readonly end: number;
}

/** @param seen the lines that somebody looks at: the others take part in the columns alone. Absent where that isn't known. */
export function annotationsOf(readings: Readings, digits: number, seen?: readonly LineSpan[]): Annotation[] {
  if (seen?.length === 0) return [];
  const { snapshot, list } = readings;
  const rows = list.map((reading): Row => {
    const line = reading.lastLine;
    return { reading, line, end: columnsOf(snapshot.lines.line(line)) };
  });
  const widths = widthsOf(rows, digits);
  const painted = seen ? rows.filter(({ line }) => isIn(seen, line)) : rows;
  return painted.map((row) => annotationOf(row, widths, digits));
}

function isIn(spans: readonly LineSpan[], line: number): boolean {
  return spans.some(({ first, last }) => first <= line && line <= last);
}

/** How wide the columns of a file are. */
interface Widths {
  /** Of the statements that stand before them. */
  readonly code: number;
  readonly value: number;
  readonly mark: number;
  readonly gradient: number;
}

function widthsOf(rows: readonly Row[], digits: number): Widths {
  let [code, value, mark, gradient] = [0, 0, 0, 0];
  for (const { reading, end } of rows) {
    if (reading.kind === 'claim') {
      value = Math.max(value, 1);
      continue;
    }
    // A claim shows no more than a mark, which may stand further out.
    if (end <= longestAligned) code = Math.max(code, end);
    value = widened(value, reading.value, digits, showQuantity);
    const flow = reading.gradient?.value;
    if (flow === undefined) continue;
    mark = Math.max(mark, markOf(flow).length);
    gradient = widened(gradient, flow, digits, showSize);
  }
  return { code, value, mark, gradient };
}

/** Of a long file every number counts at each key, so that one which can't be wider than those before it isn't written for that. */
function widened(
  width: number,
  quantity: Quantity,
  digits: number,
  show: (quantity: Quantity, digits: number) => string,
): number {
  if (quantity.kind === 'scalar' && mostCharacters(quantity.value, digits) <= width) return width;
  return Math.max(width, widthOf(show(quantity, digits)));
}

function annotationOf({ reading, line, end }: Row, widths: Widths, digits: number): Annotation {
  const place = { line, stale: reading.stale };
  const value =
    reading.kind === 'claim' ? (reading.holds ? '✓' : '✗') : withBlanks(showQuantity(reading.value, digits));
  const shown = blank.repeat(Math.max(widths.code + gap + widths.value - widthOf(value) - end, columnGap)) + value;
  // What is wrong has the colour of gradients, which is that of errors too.
  if (reading.kind === 'claim')
    return { ...place, value: reading.holds ? shown : '', gradient: reading.holds ? '' : shown, update: '' };
  return { ...place, value: shown, gradient: gradientOf(reading, widths, digits), update: updateOf(reading, digits) };
}

function gradientOf({ gradient }: ValueReading, widths: Widths, digits: number): string {
  if (gradient === undefined) return '';
  const between = blank.repeat(columnGap);
  const mark = padEnd(markOf(gradient.value), widths.mark);
  return `${between}${mark}${between}${padStart(showSize(gradient.value, digits), widths.gradient)}`;
}

function updateOf({ value, update }: ValueReading, digits: number): string {
  return update ? `${blank.repeat(columnGap)}→${blank}${withBlanks(showUpdate(value, update, digits))}` : '';
}

function markOf(gradient: Quantity): string {
  return gradient.kind === 'scalar' ? '∂' : '‖∂‖';
}

function withBlanks(text: string): string {
  return text.replaceAll(' ', blank);
}

function padStart(text: string, width: number): string {
  return blank.repeat(Math.max(0, width - widthOf(text))) + text;
}

function padEnd(text: string, width: number): string {
  return text + blank.repeat(Math.max(0, width - widthOf(text)));
}
