/** Inflates deflate streams: https://www.rfc-editor.org/rfc/rfc1951. */

import * as l10n from '@vscode/l10n';
import { elementsPerSlice } from '../../engine/runtime/slices.ts';
import type { ReadFailure } from '../readFailure.ts';
import { BitReader, type HuffmanCode, huffmanCode } from './huffman.ts';

export interface Inflated {
  readonly bytes: Uint8Array;
  /** The offset after the stream; undefined if there is more to inflate than was allowed. */
  readonly end: number | undefined;
}

/**
 * Inflates a stream in slices. Never throws, whatever the bytes, and allocates at most twice what it returns.
 * @param start the offset of the stream in `input`.
 * @param maxLength the number of bytes after which it stops.
 */
export function* inflate(
  input: Uint8Array,
  start: number,
  maxLength: number,
): Generator<undefined, Inflated | ReadFailure> {
  const reader = new BitReader(input, start);
  const output = new Output(maxLength);
  for (let isLast = false; !isLast; ) {
    isLast = reader.read(1) === 1;
    const type = reader.read(2);
    const end: BlockEnd = type === 0 ? copyStored(reader, output) : yield* inflateBlock(type, reader, output);
    if (reader.isPastEnd) return { failure: l10n.t('its compressed data ends too soon') };
    if (end === 'damaged') return damagedData();
    if (end === 'limit') return { bytes: output.written, end: undefined };
    yield;
  }
  return { bytes: output.written, end: reader.alignToByte() };
}

export function damagedData(): ReadFailure {
  return { failure: l10n.t('its compressed data is damaged') };
}

type BlockEnd = 'complete' | 'limit' | 'damaged';

/** Grows as it is written. */
class Output {
  readonly maxLength: number;
  bytes = new Uint8Array(0);
  length = 0;

  constructor(maxLength: number) {
    this.maxLength = maxLength;
  }

  get written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** Makes room for more bytes, as far as the limit allows. */
  reserve(count: number): void {
    const required = Math.min(this.length + count, this.maxLength);
    if (required <= this.bytes.length) return;
    const larger = new Uint8Array(Math.min(Math.max(2 * this.bytes.length, required), this.maxLength));
    larger.set(this.written);
    this.bytes = larger;
  }
}

function copyStored(reader: BitReader, output: Output): BlockEnd {
  const start = reader.alignToByte();
  const { input } = reader;
  if (start + 4 > input.length) return skipPastEnd(reader);
  const length = input[start]! | (input[start + 1]! << 8);
  const complement = input[start + 2]! | (input[start + 3]! << 8);
  if ((length ^ complement) !== 0xffff) return 'damaged';
  const source = start + 4;
  if (source + length > input.length) return skipPastEnd(reader);
  output.reserve(length);
  const count = Math.min(length, output.maxLength - output.length);
  output.bytes.set(input.subarray(source, source + count), output.length);
  output.length += count;
  reader.skipTo(source + length);
  return count < length ? 'limit' : 'complete';
}

function skipPastEnd(reader: BitReader): BlockEnd {
  reader.skipTo(reader.input.length + 1);
  return 'damaged';
}

const maxMatchLength = 258;
const endOfBlock = 256;

const lengthBases = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const lengthExtraBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBases = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const distanceExtraBits = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];

function* inflateBlock(type: number, reader: BitReader, output: Output): Generator<undefined, BlockEnd> {
  const codes = type === 1 ? fixedCodes : type === 2 ? readCodes(reader) : undefined;
  if (codes === undefined) return 'damaged';
  const { literals, distances } = codes;
  for (let sliceEnd = output.length + elementsPerSlice; ; ) {
    if (output.length + maxMatchLength > output.bytes.length) {
      // Beyond its end, the input reads as zeros, which must not be inflated without end.
      if (reader.isPastEnd) return 'damaged';
      output.reserve(maxMatchLength);
    }
    const symbol = reader.readSymbol(literals);
    if (symbol === endOfBlock) return 'complete';
    if (symbol < 0) return 'damaged';
    if (output.length === output.maxLength) return 'limit';
    if (symbol < endOfBlock) {
      output.bytes[output.length++] = symbol;
    } else {
      const end = copyMatch(symbol - endOfBlock - 1, distances, reader, output);
      if (end !== 'complete') return end;
    }
    if (output.length < sliceEnd) continue;
    sliceEnd = output.length + elementsPerSlice;
    yield;
  }
}

/** Repeats bytes of the output. */
function copyMatch(lengthSymbol: number, distances: HuffmanCode, reader: BitReader, output: Output): BlockEnd {
  const base = lengthBases[lengthSymbol];
  if (base === undefined) return 'damaged';
  const length = base + reader.read(lengthExtraBits[lengthSymbol]!);
  const distanceSymbol = reader.readSymbol(distances);
  const distanceBase = distanceBases[distanceSymbol];
  if (distanceBase === undefined) return 'damaged';
  const distance = distanceBase + reader.read(distanceExtraBits[distanceSymbol]!);
  if (distance > output.length) return 'damaged';
  const { bytes } = output;
  const end = Math.min(output.length + length, output.maxLength);
  const isCut = output.length + length > end;
  // Byte by byte, since a match may overlap what it appends.
  for (let index = output.length; index < end; index++) bytes[index] = bytes[index - distance]!;
  output.length = end;
  return isCut ? 'limit' : 'complete';
}

interface BlockCodes {
  readonly literals: HuffmanCode;
  readonly distances: HuffmanCode;
}

const fixedCodes: BlockCodes = {
  literals: huffmanCode([
    ...Array<number>(144).fill(8),
    ...Array<number>(112).fill(9),
    ...Array<number>(24).fill(7),
    ...Array<number>(8).fill(8),
  ])!,
  distances: huffmanCode(Array<number>(30).fill(5))!,
};

/** The order in which a block gives the lengths of the code of its lengths. */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** The codes of a block that has its own; undefined if they are damaged. */
function readCodes(reader: BitReader): BlockCodes | undefined {
  const literalCount = reader.read(5) + 257;
  const distanceCount = reader.read(5) + 1;
  const lengthCount = reader.read(4) + 4;
  if (literalCount > 286 || distanceCount > 30) return undefined;
  const codeLengths = Array<number>(lengthOrder.length).fill(0);
  for (const symbol of lengthOrder.slice(0, lengthCount)) codeLengths[symbol] = reader.read(3);
  const lengthCode = huffmanCode(codeLengths);
  if (lengthCode === undefined) return undefined;
  const lengths: number[] = [];
  while (lengths.length < literalCount + distanceCount) {
    const symbol = reader.readSymbol(lengthCode);
    if (symbol < 0) return undefined;
    if (symbol < 16) lengths.push(symbol);
    else if (symbol === 16 && lengths.length === 0) return undefined;
    else if (symbol === 16) repeat(lengths, lengths.at(-1)!, 3 + reader.read(2));
    else repeat(lengths, 0, symbol === 17 ? 3 + reader.read(3) : 11 + reader.read(7));
  }
  if (lengths.length > literalCount + distanceCount) return undefined;
  const literals = huffmanCode(lengths.slice(0, literalCount));
  const distances = huffmanCode(lengths.slice(literalCount));
  return literals && distances && { literals, distances };
}

function repeat(lengths: number[], length: number, count: number): void {
  for (let index = 0; index < count; index++) lengths.push(length);
}
