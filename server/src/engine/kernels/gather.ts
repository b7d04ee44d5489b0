/** Picks from a tensor along one axis by index, and adds back to where it was picked. Indices below 0 count from the end. */

/** A tensor as blocks, in each of which one axis has a length, and each of its elements is a run of numbers. */
export interface Picked {
  readonly blocks: number;
  readonly length: number;
  readonly run: number;
}

/** What no element has for an index is NaN. */
export function gatherRuns(
  source: Float64Array,
  { blocks, length, run }: Picked,
  indices: Float64Array,
  output: Float64Array,
): void {
  let place = 0;
  for (let block = 0; block < blocks; block++) {
    for (let k = 0; k < indices.length; k++, place += run) {
      const index = indexFromFront(indices[k], length);
      const start = (block * length + index) * run;
      for (let i = 0; i < run; i++) output[place + i] = index < 0 ? Number.NaN : source[start + i];
    }
  }
}

/** What no element has for an index is left out. */
export function scatterRuns(
  picked: Float64Array,
  indices: Float64Array,
  output: Float64Array,
  { blocks, length, run }: Picked,
): void {
  output.fill(0);
  let place = 0;
  for (let block = 0; block < blocks; block++) {
    for (let k = 0; k < indices.length; k++, place += run) {
      const index = indexFromFront(indices[k], length);
      if (index < 0) continue;
      const start = (block * length + index) * run;
      for (let i = 0; i < run; i++) output[start + i] += picked[place + i];
    }
  }
}

/** −1 where there is no such element. */
function indexFromFront(index: number, length: number): number {
  const fromFront = index < 0 ? index + length : index;
  return Number.isInteger(index) && fromFront >= 0 && fromFront < length ? fromFront : -1;
}
