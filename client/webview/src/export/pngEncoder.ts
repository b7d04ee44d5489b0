/** PNG files written strip by strip, so that only the compressed picture is in memory: https://www.w3.org/TR/png/ */

import type { Size } from '../layout/box.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const bytesPerPixel = 4;
const bitDepth = 8;

/** Color type 6 in the header: red, green, blue and alpha, a byte each. */
const rgba = 6;
/** The byte before each row: its bytes are stored as they are. */
const unfiltered = 0;

/** @param strips the picture from top to bottom, in RGBA, each a number of complete rows. */
export async function encodePng(
  { width, height }: Size,
  strips: Iterable<Uint8ClampedArray>,
): Promise<Uint8Array<ArrayBuffer>> {
  const compression = new CompressionStream('deflate');
  const compressed = new Response(compression.readable).bytes();
  const writer = compression.writable.getWriter();
  for (const strip of strips) {
    await writer.write(filteredRows(strip, width * bytesPerPixel));
    await nextTask();
  }
  await writer.close();
  const parts = [
    Uint8Array.from(signature),
    chunk('IHDR', header(width, height)),
    chunk('IDAT', await compressed),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function header(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  bytes.set([bitDepth, rgba], 8);
  return bytes;
}

function filteredRows(strip: Uint8ClampedArray, rowLength: number): Uint8Array<ArrayBuffer> {
  const rowCount = strip.length / rowLength;
  const filtered = new Uint8Array(strip.length + rowCount);
  for (let row = 0; row < rowCount; row++) {
    const start = row * (rowLength + 1);
    filtered[start] = unfiltered;
    filtered.set(strip.subarray(row * rowLength, (row + 1) * rowLength), start + 1);
  }
  return filtered;
}

/** Length, type, data, and the checksum of type and data. */
function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Lets the page answer its user. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
