/** The bytes of a file as a text that is decoded a window at a time; its offsets are in bytes. */

import type { CsvText } from '../data/csvRecords.ts';

export class Utf8Text implements CsvText {
  readonly #bytes: Uint8Array;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  indexOf(newline: '\n' | '\r', from = 0): number {
    return this.#bytes.indexOf(newline.charCodeAt(0), from);
  }

  lastIndexOf(newline: '\n' | '\r', from: number): number {
    return this.#bytes.lastIndexOf(newline.charCodeAt(0), from);
  }

  /** @throws TypeError if the bytes are not UTF-8. */
  slice(start: number, end: number): string {
    return this.#decoder.decode(this.#bytes.subarray(start, end));
  }
}
