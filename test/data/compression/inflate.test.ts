/** Deflate and gzip against zlib, and damaged streams. */

import { constants, deflateRawSync, gzipSync, inflateRawSync, crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../server/src/data/compression/crc32.ts';
import { gunzip } from '../../../server/src/data/compression/gzip.ts';
import { inflate } from '../../../server/src/data/compression/inflate.ts';
import { isReadFailure } from '../../../server/src/data/readFailure.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';

const inflated = (bytes: Uint8Array, maxLength = 1e7, start = 0) => runToCompletion(inflate(bytes, start, maxLength));
const unzipped = (bytes: Uint8Array, maxLength = 1e7) => runToCompletion(gunzip(bytes, maxLength));

const { Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED } = constants;
const options = [0, 1, 6, 9].flatMap((level) =>
  [Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED].map((strategy) => ({ level, strategy })),
);

/** Texts of few letters repeat themselves; others don't. */
const contents = fc
  .tuple(fc.constantFrom(2, 20, 256), fc.integer({ min: 0, max: 5000 }), fc.integer())
  .map(([letters, length, seed]) => {
    let state = seed;
    return Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return (state >>> 16) % letters;
    });
  });

describe('a deflate stream', () => {
  test('of zlib is inflated to what it was made of', () => {
    const property = fc.property(contents, fc.constantFrom(...options), (content, settings) => {
      const stream = deflateRawSync(content, settings);
      const result = inflated(Buffer.concat([Buffer.of(1, 2), stream, Buffer.of(3)]), 1e7, 2);
      expect(result).toEqual({ bytes: content, end: 2 + stream.length });
    });
    fc.assert(property, { seed: 16, numRuns: 400 });
  });

  test('stops at a limit', () => {
    const content = Uint8Array.from({ length: 3000 }, (_, index) => index % 7);
    for (const settings of options) {
      const stream = deflateRawSync(content, settings);
      for (const length of [0, 1, 5, 100, 2999])
        expect(inflated(stream, length)).toEqual({ bytes: content.subarray(0, length), end: undefined });
      expect(inflated(stream, 3000)).toEqual({ bytes: content, end: stream.length });
    }
  });

  test('that ends too soon is refused', () => {
    for (const settings of options) {
      const stream = deflateRawSync(Buffer.from('to be or not to be, that is not the question'), settings);
      for (let length = 0; length < stream.length; length++)
        expect(inflated(stream.subarray(0, length))).toEqual({ failure: 'its compressed data ends too soon' });
    }
  });

  test('with changed bytes is inflated as zlib does, or refused', () => {
    const change = fc.tuple(contents, fc.constantFrom(...options), fc.nat(), fc.integer({ min: 1, max: 255 }));
    const property = fc.property(change, ([content, settings, index, difference]) => {
      const stream = deflateRawSync(content, settings);
      stream[index % stream.length]! ^= difference;
      const result = inflated(stream);
      let expected: Buffer | undefined;
      try {
        expected = inflateRawSync(stream, { maxOutputLength: 1e7 });
      } catch {}
      if (expected) expect(result).toMatchObject({ bytes: new Uint8Array(expected) });
      else if (!isReadFailure(result)) expect(result.bytes.length).toBeLessThan(1e6);
    });
    fc.assert(property, { seed: 17, numRuns: 600 });
  });

  test('needs no more memory than it inflates to', () => {
    const bomb = deflateRawSync(new Uint8Array(1e8));
    expect(bomb.length).toBeLessThan(1e5);
    const result = inflated(bomb, 1000);
    if (isReadFailure(result)) throw new Error(result.failure);
    expect([result.bytes.length, result.bytes.buffer.byteLength, result.end]).toEqual([1000, 1000, undefined]);
    const cut = inflated(bomb.subarray(0, 50), 1e9);
    expect(cut).toEqual({ failure: 'its compressed data ends too soon' });
  });
});

describe('a gzip file', () => {
  const content = Buffer.from('a text that is to be compressed, a text that is compressed');
  const file = gzipSync(content);

  test('is inflated and checked', () => {
    expect(unzipped(file)).toEqual({ bytes: new Uint8Array(content), end: file.length - 8 });
    const named = Buffer.concat([
      Buffer.of(31, 139, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9),
      Buffer.from('name\0a comment\0'),
      Buffer.of(1, 2),
      file.subarray(10),
    ]);
    expect(unzipped(named)).toMatchObject({ bytes: new Uint8Array(content) });
  });

  test('with a changed byte is refused if the byte is used', () => {
    // The last byte of the data has bits that are not used.
    const unchecked = new Set([3, 4, 5, 6, 7, 8, 9, file.length - 9]);
    for (let index = 2; index < file.length; index++) {
      const result = unzipped(file.with(index, file[index]! ^ 16));
      if (unchecked.has(index)) continue;
      expect([index, isReadFailure(result)]).toEqual([index, true]);
    }
    for (let length = 0; length < file.length; length++)
      expect(isReadFailure(unzipped(file.subarray(0, length)))).toBe(true);
    expect(unzipped(Buffer.concat([file, file]))).toEqual({ failure: 'its compressed data is followed by other data' });
  });
});

test('checksums are those of zlib', () => {
  const bytes = Uint8Array.from({ length: 2_000_003 }, (_, index) => index * index);
  for (const length of [0, 1, 9, bytes.length])
    expect(runToCompletion(crc32(bytes.subarray(0, length)))).toBe(zlibCrc32(bytes.subarray(0, length)));
});
