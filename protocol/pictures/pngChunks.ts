/** The parts of which PNG files consist: https://www.w3.org/TR/png/ */

export const pngSignature: Uint8Array<ArrayBuffer> = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** The byte before each row: its bytes are stored as they are. */
const unfiltered = 0;

const bitDepth = 8;

/** @param colorType 3 for indices of a palette, 6 for red, green, blue and alpha; a byte each. */
export function pngHeader(width: number, height: number, colorType: 3 | 6): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  bytes.set([bitDepth, colorType], 8);
  return pngChunk('IHDR', bytes);
}

/** Length, type, data, and the checksum of type and data. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/** The rows of a picture as a PNG compresses them, each after the number of its filter. */
export function unfilteredRows(bytes: Uint8Array | Uint8ClampedArray, rowLength: number): Uint8Array<ArrayBuffer> {
  const rowCount = bytes.length / rowLength;
  const rows = new Uint8Array(bytes.length + rowCount);
  for (let row = 0; row < rowCount; row++) {
    const start = row * (rowLength + 1);
    rows[start] = unfiltered;
    rows.set(bytes.subarray(row * rowLength, (row + 1) * rowLength), start + 1);
  }
  return rows;
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
