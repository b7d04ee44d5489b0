/** PNG of an SVG document, rendered by the browser at twice its size. */

import * as l10n from '@vscode/l10n';
import type { Size } from '../layout/box.ts';
import { formatCount } from '../numbers.ts';
import type { Svg } from './graphSvg.ts';

const pixelScale = 2;
/** Browsers refuse larger canvases, or run out of memory. */
const maxSide = 16_384;
const maxPixels = 1 << 26;

/** @throws Error with a sentence if the picture is too large. */
export function pngSize({ width, height }: Size): Size {
  const size = { width: width * pixelScale, height: height * pixelScale };
  if (Math.max(size.width, size.height) <= maxSide && size.width * size.height <= maxPixels) return size;
  const [widthText, heightText] = [size.width, size.height].map(formatCount);
  throw new Error(
    l10n.t`The graph is too large for a PNG (${widthText} × ${heightText} pixels). Save it as SVG, or collapse some groups.`,
  );
}

/** @throws Error with a sentence if there is none. */
export async function renderPng(svg: Svg): Promise<Uint8Array> {
  const size = pngSize(svg);
  const objectUrl = URL.createObjectURL(new Blob([svg.text], { type: 'image/svg+xml' }));
  try {
    const image = new Image(size.width, size.height);
    image.src = objectUrl;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), size);
    canvas.getContext('2d')?.drawImage(image, 0, 0, size.width, size.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error(l10n.t("Can't create the PNG. Save the graph as SVG instead."));
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(objectUrl);
  }
}
