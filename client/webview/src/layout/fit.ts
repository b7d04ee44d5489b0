/** Zoom at which a graph fits its pane. */

import type { Size } from './box.ts';

/** Padding around a fitted graph in pixels; the legend and the buttons are at the bottom. */
export const fitMargin = { side: 16, top: 14, bottom: 40 };
/** Maximum zoom when fitting, so that a small graph is not blown up. */
const maxFitZoom = 1.4;
/** Minimum zoom; below it a node would be smaller than a dot. */
export const minZoom = 0.05;

export function fitZoom({ width, height }: Size, pane: Size): number {
  const availableWidth = pane.width - 2 * fitMargin.side;
  const availableHeight = pane.height - fitMargin.top - fitMargin.bottom;
  const zoom = Math.min(maxFitZoom, availableWidth / Math.max(1, width), availableHeight / Math.max(1, height));
  return Math.max(minZoom, zoom);
}
