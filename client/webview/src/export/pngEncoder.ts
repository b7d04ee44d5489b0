/** PNG files written strip by strip, so that only the compressed picture is in memory: https://www.w3.org/TR/png/ */

import { pngChunk, pngHeader, pngSignature, unfilteredRows } from '../../../../protocol/pictures/pngChunks.ts';
import type { Size } from '../layout/box.ts';

const bytesPerPixel = 4;

/** Color type 6 in the header: red, green, blue and alpha, a byte each. */
const rgba = 6;

/** @param strips the picture from top to bottom, in RGBA, each a number of complete rows. */
export async function encodePng(
  { width, height }: Size,
  strips: Iterable<Uint8ClampedArray>,
): Promise<Uint8Array<ArrayBuffer>> {
  const compression = new CompressionStream('deflate');
  const compressed = new Response(compression.readable).bytes();
  const writer = compression.writable.getWriter();
  for (const strip of strips) {
    await writer.write(unfilteredRows(strip, width * bytesPerPixel));
    await nextTask();
  }
  await writer.close();
  const parts = [
    pngSignature,
    pngHeader(width, height, rgba),
    pngChunk('IDAT', await compressed),
    pngChunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Lets the page answer its user. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
