/** Zoom at which a graph fits its pane. */

import type { Size } from './box.ts';

/** Padding around a fitted graph in pixels. */
export const fitMargin = { side: 16, top: 14 };
/** Room for the legend and the buttons: side by side, or one above the other in a narrow pane as in `canvas.css`. */
const bottomMargins = { beside: 46, above: 82 };
const narrowPane = { maxWidth: 440, minHeight: 240 };
/** Maximum zoom when fitting, so that a small graph is not blown up. */
const maxFitZoom = 1.4;
/** Minimum zoom; below it a node would be smaller than a dot. */
export const minZoom = 0.05;

export function bottomMargin({ width, height }: Size): number {
  const isNarrow = width <= narrowPane.maxWidth && height >= narrowPane.minHeight;
  return isNarrow ? bottomMargins.above : bottomMargins.beside;
}

export function fitZoom({ width, height }: Size, pane: Size): number {
  const availableWidth = pane.width - 2 * fitMargin.side;
  const availableHeight = pane.height - fitMargin.top - bottomMargin(pane);
  const zoom = Math.min(maxFitZoom, availableWidth / Math.max(1, width), availableHeight / Math.max(1, height));
  return Math.max(minZoom, zoom);
}
