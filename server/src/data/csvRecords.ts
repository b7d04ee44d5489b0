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
export const maxRecordLength = 1 << 23;

/** A byte order mark and blank lines are no part of any record. The last line may end or not, by LF, CRLF or CR. */
export function* csvRecords(text: string): Generator<CsvRecord, undefined> {
  const newline = newlineOf(text);
  let start = text.startsWith('\ufeff') ? 1 : 0;
  let length = windowLength;
  while (start < text.length) {
    const end =
      start + length < text.length ? text.lastIndexOf(newline, start + length - 1) + newline.length : text.length;
    const records = start < end ? recordsOf(text, start, end, newline) : [];
    const openRecord = end < text.length && records.at(-1)?.fault === 'open-quote' ? records.pop() : undefined;
    yield* records;

    const next = openRecord?.start ?? end;
    if (next > start) {
      start = next;
      length = windowLength;
    } else if (length < maxRecordLength) {
      length *= 2;
    } else {
      yield { cells: [], start, fault: 'long-record' };
      return;
    }
  }
}

/** The line, counted from 1, that holds this place of the text. */
export function lineAt(text: string, offset: number): number {
  const newline = newlineOf(text);
  let line = 1;
  for (
    let newlineOffset = text.indexOf(newline);
    newlineOffset >= 0 && newlineOffset < offset;
    newlineOffset = text.indexOf(newline, newlineOffset + 1)
  )
    line++;
  return line;
}

/** Of CRLF the CR is left at the end of a cell, as a space: so lines that end one way and another can be mixed. */
function newlineOf(text: string): '\n' | '\r' {
  return text.includes('\n') ? '\n' : '\r';
}

/** The records of a part of the text that ends where a line does. */
function recordsOf(text: string, start: number, end: number, newline: '\n' | '\r'): CsvRecord[] {
  const chunk = text.slice(start, end);
  const records: CsvRecord[] = [];
  let recordStart = 0;
  Papa.parse<string[]>(chunk.endsWith(newline) ? chunk : chunk + newline, {
    delimiter: ',',
    newline,
    step({ data: cells, errors, meta: { cursor: recordEnd } }) {
      // An empty cell in quotes, alone on its line, is not a blank line, though its cells are the same.
      const isBlank = cells.length === 1 && chunk.slice(recordStart, recordEnd).trim() === '';
      if (!isBlank) records.push({ cells, start: start + recordStart, ...faultOf(errors) });
      recordStart = recordEnd;
    },
  });
  return records;
}

function faultOf(errors: readonly Papa.ParseError[]): Pick<CsvRecord, 'fault'> {
  if (errors.length === 0) return {};
  return { fault: errors.some(({ code }) => code === 'MissingQuotes') ? 'open-quote' : 'stray-quote' };
}
