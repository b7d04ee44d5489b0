/** JSON that is written piece by piece into bytes that grow. */

/** What stands in it as it is. */
export function piece(json: string): Uint8Array {
  return Buffer.from(json);
}

/** Of one code of a text. */
const mostBytes = 3;
/** Of a whole number that is exact. */
const mostDigits = 16;
const [zero, quote, backslash, firstShown] = [0x30, 0x22, 0x5c, 0x20];

export class JsonBytes {
  #bytes: Uint8Array;
  #length = 0;

  /** @param expected about how many bytes there will be. */
  constructor(expected: number) {
    this.#bytes = Buffer.allocUnsafe(expected);
  }

  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  add(json: Uint8Array): void {
    this.#makeRoom(json.length);
    this.#bytes.set(json, this.#length);
    this.#length += json.length;
  }

  /** A whole number that isn't negative. */
  addWhole(number: number): void {
    this.#makeRoom(mostDigits);
    let end = this.#length + 1;
    for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) end++;
    this.#length = end;
    let rest = number;
    do {
      this.#bytes[--end] = zero + (rest % 10);
      rest = Math.floor(rest / 10);
    } while (rest > 0);
  }

  /** A text in quotes. */
  addText(text: string): void {
    if (!this.#addPlainText(text)) this.add(piece(JSON.stringify(text)));
  }

  /** Adds nothing where something in the text is written otherwise in JSON, or by two codes. */
  #addPlainText(text: string): boolean {
    this.#makeRoom(mostBytes * text.length + 2);
    const bytes = this.#bytes;
    let end = this.#length;
    bytes[end++] = quote;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < firstShown || code === quote || code === backslash || isHalf(code)) return false;
      if (code < 0x80) bytes[end++] = code;
      else {
        if (code < 0x800) bytes[end++] = 0xc0 | (code >> 6);
        else {
          bytes[end++] = 0xe0 | (code >> 12);
          bytes[end++] = 0x80 | ((code >> 6) & 0x3f);
        }
        bytes[end++] = 0x80 | (code & 0x3f);
      }
    }
    bytes[end++] = quote;
    this.#length = end;
    return true;
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + more));
    larger.set(this.written);
    this.#bytes = larger;
  }
}

/** Whether a code is half of a character. */
function isHalf(code: number): boolean {
  return code >= 0xd800 && code < 0xe000;
}
