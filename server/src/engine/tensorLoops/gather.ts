/** Gathering along one axis by index, and its gradient, scatter-add. Negative indices count from the end. */

import { roundingError } from './compensatedSum.ts';

/** A tensor viewed as [blockCount, length, runLength], where the middle axis is indexed. */
export interface AxisBlocks {
  readonly blockCount: number;
  readonly length: number;
  readonly runLength: number;
}

/** Writes the runs at the indices as [blockCount, indices.length, runLength]. An index out of range gives NaN. */
export function gatherRuns(
  source: Float64Array,
  { blockCount, length, runLength }: AxisBlocks,
  indices: Float64Array,
  output: Float64Array,
): void {
  let outputOffset = 0;
  for (let block = 0; block < blockCount; block++) {
    for (let k = 0; k < indices.length; k++, outputOffset += runLength) {
      const index = normalizeIndex(indices[k], length);
      const start = (block * length + index) * runLength;
      for (let i = 0; i < runLength; i++) output[outputOffset + i] = index < 0 ? Number.NaN : source[start + i];
    }
  }
}

/** Adds updates of the shape [blockCount, indices.length, runLength] to the runs at the indices. An index out of range is skipped. */
export function scatterRuns(
  updates: Float64Array,
  indices: Float64Array,
  output: Float64Array,
  { blockCount, length, runLength }: AxisBlocks,
): void {
  output.fill(0);
  const errors = new Float64Array(output.length);
  let updateOffset = 0;
  for (let block = 0; block < blockCount; block++) {
    for (let k = 0; k < indices.length; k++, updateOffset += runLength) {
      const index = normalizeIndex(indices[k], length);
      if (index < 0) continue;
      const start = (block * length + index) * runLength;
      for (let i = start, k = updateOffset; i < start + runLength; i++, k++) {
        const update = updates[k] + errors[i];
        const sum = output[i] + update;
        errors[i] = roundingError(output[i], update, sum);
        output[i] = sum;
      }
    }
  }
}

/** −1 if the index is out of range. */
export function normalizeIndex(index: number, length: number): number {
  const normalized = index < 0 ? index + length : index;
  return Number.isInteger(index) && normalized >= 0 && normalized < length ? normalized : -1;
}
