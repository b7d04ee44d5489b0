/** The order of the elements along one axis, and gathering by the index of each element. */

import { roundingError } from './compensatedSum.ts';
import { type AxisBlocks, normalizeIndex } from './gather.ts';

/**
 * Writes the indices of the first elements in order, `count` along the axis. Equal elements keep their order, and NaN is larger than
 * any number.
 */
export function orderIndices(
  operand: Float64Array,
  { blockCount, length, runLength }: AxisBlocks,
  isDescending: boolean,
  count: number,
  output: Float64Array,
): void {
  const line = new Float64Array(length);
  const indices = Array.from(line.keys());
  const compare = isDescending
    ? (i: number, j: number) => compareNumbers(line[j], line[i]) || i - j
    : (i: number, j: number) => compareNumbers(line[i], line[j]) || i - j;
  forEachLine(blockCount, runLength, (block, run) => {
    for (let k = 0; k < length; k++) line[k] = operand[(block * length + k) * runLength + run];
    indices.sort(compare);
    for (let k = 0; k < count; k++) output[(block * count + k) * runLength + run] = indices[k];
  });
}

/** Writes the elements at the indices, which have their own for every line along the axis. An index out of range gives NaN. */
export function takeAlong(
  source: Float64Array,
  { blockCount, length, runLength }: AxisBlocks,
  indices: Float64Array,
  count: number,
  output: Float64Array,
): void {
  forEachLine(blockCount, runLength, (block, run) => {
    for (let k = 0; k < count; k++) {
      const at = (block * count + k) * runLength + run;
      const index = normalizeIndex(indices[at], length);
      output[at] = index < 0 ? Number.NaN : source[(block * length + index) * runLength + run];
    }
  });
}

/** Adds each update to the element at its index. An index out of range is skipped. */
export function addAlong(
  updates: Float64Array,
  indices: Float64Array,
  count: number,
  output: Float64Array,
  { blockCount, length, runLength }: AxisBlocks,
): void {
  output.fill(0);
  const errors = new Float64Array(output.length);
  forEachLine(blockCount, runLength, (block, run) => {
    for (let k = 0; k < count; k++) {
      const from = (block * count + k) * runLength + run;
      const index = normalizeIndex(indices[from], length);
      if (index < 0) continue;
      const to = (block * length + index) * runLength + run;
      const update = updates[from] + errors[to];
      const sum = output[to] + update;
      errors[to] = roundingError(output[to], update, sum);
      output[to] = sum;
    }
  });
}

function forEachLine(blockCount: number, runLength: number, visit: (block: number, run: number) => void): void {
  for (let block = 0; block < blockCount; block++) for (let run = 0; run < runLength; run++) visit(block, run);
}

function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
