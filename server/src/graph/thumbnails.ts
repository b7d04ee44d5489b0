/** Thumbnails of tensors: a heat map for a matrix or a short vector, a histogram for any other shape. */

import type { Thumbnail } from '../../../protocol/panel/graph.ts';
import { maxMagnitudeOf, relativeTo } from '../../../protocol/pictures/elementScale.ts';
import { blockMeans } from '../display/blockMeans.ts';
import type { Quantity } from '../display/quantity.ts';

/** Maximum number of cells along each side of a heat map. */
const maxCells = 16;

/** Finer steps would be indistinguishable as colors. */
const quantizationSteps = 1000;

/** Null for a scalar, and for a tensor without elements. */
export function thumbnailOf(elements: Float64Array, quantity: Quantity): Thumbnail | null {
  if (quantity.kind === 'scalar' || elements.length === 0) return null;
  const { shape, bars } = quantity;
  if (shape.length === 2) return heatMap(elements, shape[0], shape[1]);
  if (shape.length === 1 && elements.length <= maxCells) return heatMap(elements, 1, elements.length);
  return bars.length === 0 ? null : { kind: 'bars', bars };
}

function heatMap(elements: Float64Array, rows: number, columns: number): Thumbnail {
  const shown = { rows: Math.min(rows, maxCells), columns: Math.min(columns, maxCells) };
  const means = blockMeans(elements, 0, { rows, columns }, shown).map((mean) => mean ?? Number.NaN);
  const maxMagnitude = maxMagnitudeOf(means);
  return { kind: 'heat', ...shown, cells: means.map((mean) => cellOf(mean, maxMagnitude)) };
}

function cellOf(mean: number, maxMagnitude: number): number | null {
  const relative = relativeTo(maxMagnitude, mean);
  // Adding 0 turns −0 into 0.
  return Number.isNaN(relative) ? null : Math.round(relative * quantizationSteps) / quantizationSteps + 0;
}
