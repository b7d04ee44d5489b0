/** A writer of JSON into a growing byte buffer. */

/** JSON as bytes, to be added unchanged. */
export function encodeJson(json: string): Uint8Array {
  return Buffer.from(json);
}

/** UTF-8 bytes per UTF-16 code unit. */
const maxBytesPerCodeUnit = 3;
/** Digits of a safe integer. */
const maxIntegerDigits = 16;
const [zero, quote, backslash, firstPrintable] = [0x30, 0x22, 0x5c, 0x20];

export class JsonWriter {
  #bytes: Uint8Array;
  #length = 0;

  /** @param expected approximate number of bytes. */
  constructor(expected: number) {
    this.#bytes = Buffer.allocUnsafe(expected);
  }

  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  add(json: Uint8Array): void {
    this.#reserve(json.length);
    this.#bytes.set(json, this.#length);
    this.#length += json.length;
  }

  /** Adds an integer that isn't negative. */
  addInteger(number: number): void {
    this.#reserve(maxIntegerDigits);
    let end = this.#length + 1;
    for (let remaining = number; remaining >= 10; remaining = Math.floor(remaining / 10)) end++;
    this.#length = end;
    let remaining = number;
    do {
      this.#bytes[--end] = zero + (remaining % 10);
      remaining = Math.floor(remaining / 10);
    } while (remaining > 0);
  }

  /** Adds a string in quotes. */
  addString(text: string): void {
    if (!this.#addUnescaped(text)) this.add(encodeJson(JSON.stringify(text)));
  }

  /** Adds nothing and returns false if the text needs escapes or has surrogates. */
  #addUnescaped(text: string): boolean {
    this.#reserve(maxBytesPerCodeUnit * text.length + 2);
    const bytes = this.#bytes;
    let end = this.#length;
    bytes[end++] = quote;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code < firstPrintable || code === quote || code === backslash || isSurrogate(code)) return false;
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

  #reserve(byteCount: number): void {
    if (this.#length + byteCount <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + byteCount));
    larger.set(this.written);
    this.#bytes = larger;
  }
}

/** True if a code unit is half of a surrogate pair. */
function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xe000;
}
