/** The checksum of gzip and zip files: https://www.rfc-editor.org/rfc/rfc1952, section 8. */

import { slicesOf } from '../../engine/runtime/slices.ts';

const polynomial = 0xedb88320;
const bytesPerSlice = 1 << 20;

const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? polynomial ^ (remainder >>> 1) : remainder >>> 1;
  return remainder;
});

/** From 0 to 2^32 − 1. */
export function* crc32(bytes: Uint8Array): Generator<undefined, number> {
  let crc = -1;
  for (const { start, end } of slicesOf(bytes.length, bytesPerSlice)) {
    for (let index = start; index < end; index++) crc = remainders[(crc ^ bytes[index]!) & 255]! ^ (crc >>> 8);
    yield;
  }
  return ~crc >>> 0;
}
