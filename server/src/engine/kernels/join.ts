/** Puts tensors one after another along an axis. */

/** @param blocks how many blocks each tensor consists of: the product of the lengths of the axes before the joined one. */
export function joinBlocks(parts: readonly Float64Array[], blocks: number, output: Float64Array): void {
  let place = 0;
  for (let block = 0; block < blocks; block++) {
    for (const part of parts) {
      const length = part.length / blocks;
      for (let i = 0; i < length; i++) output[place + i] = part[block * length + i];
      place += length;
    }
  }
}
