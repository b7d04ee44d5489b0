/** Concatenation of tensors along an axis. */

/** @param blocks the number of blocks in each tensor: the product of the lengths of the axes before the joined one. */
export function concatenateBlocks(tensors: readonly Float64Array[], blocks: number, output: Float64Array): void {
  let offset = 0;
  for (let block = 0; block < blocks; block++) {
    for (const tensor of tensors) {
      const length = tensor.length / blocks;
      for (let i = 0; i < length; i++) output[offset + i] = tensor[block * length + i];
      offset += length;
    }
  }
}
