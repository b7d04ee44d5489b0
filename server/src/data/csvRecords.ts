/** The records of a CSV text, one after another: RFC 4180 as papaparse reads it, a window of the text at a time. */

import Papa from 'papaparse';

export interface CsvRecord {
  readonly cells: readonly string[];
  /** Where it begins in the text. */
  readonly start: number;
  /** Why its cells can't be relied on, if they can't. */
  readonly fault?: CsvFault;
}

export type CsvFault = 'open-quote' | 'stray-quote' | 'long-record';

/** How many characters papaparse is handed at once: the cells of one window are all that is held as strings. */
const windowLength = 1 << 18;

/** In characters. A longer record is a quote that was never closed, or would take a gigabyte to split. */
export const longestRecord = 1 << 23;

/** A byte order mark and blank lines are no part of any record. The last line may end or not, by LF, CRLF or CR. */
export function* csvRecords(text: string): Generator<CsvRecord, undefined> {
  const newline = newlineOf(text);
  let start = text.startsWith('\ufeff') ? 1 : 0;
  let length = windowLength;
  while (start < text.length) {
    const end =
      start + length < text.length ? text.lastIndexOf(newline, start + length - 1) + newline.length : text.length;
    const records = start < end ? recordsOf(text, start, end, newline) : [];
    const open = end < text.length && records.at(-1)?.fault === 'open-quote' ? records.pop() : undefined;
    yield* records;

    const next = open?.start ?? end;
    if (next > start) {
      start = next;
      length = windowLength;
    } else if (length < longestRecord) {
      length *= 2;
    } else {
      yield { cells: [], start, fault: 'long-record' };
      return;
    }
  }
}

/** The line, counted from 1, that holds this place of the text. */
export function lineAt(text: string, place: number): number {
  const newline = newlineOf(text);
  let line = 1;
  for (let at = text.indexOf(newline); at >= 0 && at < place; at = text.indexOf(newline, at + 1)) line++;
  return line;
}

/** Of CRLF the CR is left at the end of a cell, as a space: so lines that end one way and another can be mixed. */
function newlineOf(text: string): '\n' | '\r' {
  return text.includes('\n') ? '\n' : '\r';
}

/** The records of a part of the text that ends where a line does. */
function recordsOf(text: string, start: number, end: number, newline: '\n' | '\r'): CsvRecord[] {
  const part = text.slice(start, end);
  const records: CsvRecord[] = [];
  let from = 0;
  Papa.parse<string[]>(part.endsWith(newline) ? part : part + newline, {
    delimiter: ',',
    newline,
    step({ data: cells, errors, meta: { cursor: to } }) {
      // An empty cell in quotes, alone on its line, is not a blank line, though its cells are the same.
      const blank = cells.length === 1 && part.slice(from, to).trim() === '';
      if (!blank) records.push({ cells, start: start + from, ...faultOf(errors) });
      from = to;
    },
  });
  return records;
}

function faultOf(errors: readonly Papa.ParseError[]): Pick<CsvRecord, 'fault'> {
  if (errors.length === 0) return {};
  return { fault: errors.some(({ code }) => code === 'MissingQuotes') ? 'open-quote' : 'stray-quote' };
}
