/** Picks from a tensor along one axis by index, and adds back to where it was picked. Indices below 0 count from the end. */

/** A tensor as blocks, in each of which one axis has a length, and each of its elements is a run of numbers. */
export interface AxisBlocks {
  readonly blockCount: number;
  readonly length: number;
  readonly runLength: number;
}

/** An index that no element has gives NaN. */
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

/** An index that no element has is skipped. */
export function scatterRuns(
  updates: Float64Array,
  indices: Float64Array,
  output: Float64Array,
  { blockCount, length, runLength }: AxisBlocks,
): void {
  output.fill(0);
  let updateOffset = 0;
  for (let block = 0; block < blockCount; block++) {
    for (let k = 0; k < indices.length; k++, updateOffset += runLength) {
      const index = normalizeIndex(indices[k], length);
      if (index < 0) continue;
      const start = (block * length + index) * runLength;
      for (let i = 0; i < runLength; i++) output[start + i] += updates[updateOffset + i];
    }
  }
}

/** −1 where there is no such element. */
function normalizeIndex(index: number, length: number): number {
  const normalized = index < 0 ? index + length : index;
  return Number.isInteger(index) && normalized >= 0 && normalized < length ? normalized : -1;
}
