/** Numbers in the instruction of fused elementwise operations. Both languages compile this file. */

/** Bytes that an unrolled loop writes at a time. A scalar operand is repeated over a chunk. */
export const chunkBytes = 64;

/** Elements per block: all operations are applied to a block before the next one, so that it stays in the first-level cache. */
export const blockLength = 512;

/** Operand layouts: an element for each element of the output, one for all, one per column, one per row, or a register. */
export const fullLayout = 0;
export const scalarLayout = 1;
export const rowLayout = 2;
export const columnLayout = 3;
export const registerLayout = 4;
