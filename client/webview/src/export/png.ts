/** PNG of an SVG document, rendered by the browser in tiles, since it refuses a canvas as large as a large graph. */

import * as l10n from '@vscode/l10n';
import type { Size } from '../layout/box.ts';
import { formatCount } from '../numbers.ts';
import type { Svg } from './graphSvg.ts';
import { encodePng } from './pngEncoder.ts';

/** Pixels per unit of the SVG: letters are 9 pixels high or more at the last one. */
const pixelScales = [2, 1, 0.75];
/** As many take seconds to render, and programs that show pictures still open them. */
const maxPixels = 1 << 28;
/** A strip of the picture that is rendered at once. */
const maxStripPixels = 1 << 22;
const maxTileWidth = 8_192;

/** @throws Error with a sentence if the picture is too large. */
export function pngScale({ width, height }: Size): number {
  const scale = pixelScales.find((scale) => width * scale * height * scale <= maxPixels);
  if (scale !== undefined) return scale;
  const smallest = pixelScales.at(-1)!;
  const sides = [width, height].map((side) => Math.ceil(side * smallest));
  const [widthText, heightText, maxText] = [...sides, maxPixels].map(formatCount);
  throw new Error(
    l10n.t`The graph is too large for a PNG: ${widthText} × ${heightText} pixels, with letters just legible, are more than ${maxText}. Save it as SVG, or collapse some groups.`,
  );
}

/** @throws Error with a sentence if there is none. */
export async function renderPng(svg: Svg): Promise<Uint8Array> {
  const scale = pngScale(svg);
  const objectUrl = URL.createObjectURL(new Blob([svg.text], { type: 'image/svg+xml' }));
  try {
    const image = new Image(svg.width, svg.height);
    image.src = objectUrl;
    await image.decode();
    const size = { width: Math.ceil(svg.width * scale), height: Math.ceil(svg.height * scale) };
    return await encodePng(size, renderStrips(image, size, scale));
  } finally {
    URL.revokeObjectURL(objectUrl);
  }
}

/** The pixels of a picture in RGBA, from top to bottom. */
function* renderStrips(image: HTMLImageElement, { width, height }: Size, scale: number): Generator<Uint8ClampedArray> {
  const maxRows = Math.max(1, Math.floor(maxStripPixels / width));
  for (let top = 0; top < height; top += maxRows) {
    const rows = Math.min(maxRows, height - top);
    const strip = new Uint8ClampedArray(4 * width * rows);
    for (let left = 0; left < width; left += maxTileWidth) {
      const tile = renderTile(image, scale, left, top, Math.min(maxTileWidth, width - left), rows);
      for (let row = 0; row < rows; row++) {
        const pixels = tile.data.subarray(4 * tile.width * row, 4 * tile.width * (row + 1));
        strip.set(pixels, 4 * (width * row + left));
      }
    }
    yield strip;
  }
}

function renderTile(
  image: HTMLImageElement,
  scale: number,
  left: number,
  top: number,
  width: number,
  height: number,
): ImageData {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error(l10n.t("Can't create the PNG. Save the graph as SVG instead."));
  context.setTransform(scale, 0, 0, scale, -left, -top);
  context.drawImage(image, 0, 0, image.width, image.height);
  return context.getImageData(0, 0, width, height);
}
