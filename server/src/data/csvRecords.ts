/** Iterates over the records of a CSV text: RFC 4180 as papaparse reads it, one window of the text at a time. */

import Papa from 'papaparse';

export interface CsvRecord {
  readonly cells: readonly string[];
  /** The offset of the record in the text. */
  readonly start: number;
  /** Set if the cells can't be relied on. */
  readonly fault?: CsvFault;
}

export type CsvFault = 'open-quote' | 'stray-quote' | 'long-record';

/** Characters passed to papaparse at once, which bounds the memory for cells. */
const windowLength = 1 << 18;

/** In characters. A longer record has an unclosed quote, or would take a gigabyte to split. */
export const maxRecordLength = 1 << 23;

/** Skips a byte order mark and blank lines. Lines end with LF, CRLF or CR; the last one need not. */
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

/** The line, counted from 1, that contains an offset. */
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

/** With CRLF, the CR remains at the end of a cell as white space, so line ends may be mixed. */
function newlineOf(text: string): '\n' | '\r' {
  return text.includes('\n') ? '\n' : '\r';
}

/** The records of a part of the text that ends at a line end. */
function recordsOf(text: string, start: number, end: number, newline: '\n' | '\r'): CsvRecord[] {
  const chunk = text.slice(start, end);
  const records: CsvRecord[] = [];
  let recordStart = 0;
  Papa.parse<string[]>(chunk.endsWith(newline) ? chunk : chunk + newline, {
    delimiter: ',',
    newline,
    step({ data: cells, errors, meta: { cursor: recordEnd } }) {
      // A single empty cell in quotes is not a blank line, though both have the same cells.
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
