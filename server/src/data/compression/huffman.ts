/** Huffman codes of deflate streams, and the bits they are read from. */

/** The symbol that the next bits begin with, shifted by `lengthBits`, and the length of its code, by those bits; 0 for none. */
export interface HuffmanCode {
  readonly maxLength: number;
  readonly entries: Uint16Array;
}

const lengthBits = 4;

/** @param lengths the length of the code of each symbol, at most 15; 0 if it has none. @returns undefined if no code has these lengths. */
export function huffmanCode(lengths: readonly number[]): HuffmanCode | undefined {
  const maxLength = Math.max(1, ...lengths);
  const counts = Array<number>(maxLength + 1).fill(0);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  const nextCodes = [0];
  for (let length = 1; length <= maxLength; length++) {
    const first = (nextCodes[length - 1]! + counts[length - 1]!) << 1;
    if (first + counts[length]! > 1 << length) return undefined;
    nextCodes.push(first);
  }
  const entries = new Uint16Array(1 << maxLength);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const code = reversed(nextCodes[length]!++, length);
    for (let index = code; index < entries.length; index += 1 << length)
      entries[index] = (symbol << lengthBits) | length;
  }
  return { maxLength, entries };
}

/** The lowest bits in reverse order. */
function reversed(bits: number, count: number): number {
  let result = 0;
  for (let index = 0; index < count; index++) result |= ((bits >> index) & 1) << (count - 1 - index);
  return result;
}

/** Reads bits from the lowest of each byte on. Beyond the end there are zeros. */
export class BitReader {
  readonly input: Uint8Array;
  #position: number;
  #bits = 0;
  #count = 0;

  constructor(input: Uint8Array, position: number) {
    this.input = input;
    this.#position = position;
  }

  /** True if bits were read that the input does not have. */
  get isPastEnd(): boolean {
    return this.#position - (this.#count >> 3) > this.input.length;
  }

  /** @param count at most 15. */
  read(count: number): number {
    this.#fill();
    const bits = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#count -= count;
    return bits;
  }

  /** Negative if there is none with the next bits. */
  readSymbol({ maxLength, entries }: HuffmanCode): number {
    this.#fill();
    const entry = entries[this.#bits & ((1 << maxLength) - 1)]!;
    if (entry === 0) return -1;
    const length = entry & ((1 << lengthBits) - 1);
    this.#bits >>>= length;
    this.#count -= length;
    return entry >> lengthBits;
  }

  /** Skips the rest of a byte. @returns the offset of the next one. */
  alignToByte(): number {
    this.#position -= this.#count >> 3;
    this.#bits = 0;
    this.#count = 0;
    return this.#position;
  }

  /** @param position the offset of a byte. */
  skipTo(position: number): void {
    this.#position = position;
  }

  /** Makes at least 17 bits ready. */
  #fill(): void {
    while (this.#count <= 16) {
      this.#bits |= (this.input[this.#position++] ?? 0) << this.#count;
      this.#count += 8;
    }
  }
}
