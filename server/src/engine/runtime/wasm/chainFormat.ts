/** Numbers in the instruction of a chain of elementwise operations. Compiled by both languages. */

/** How many bytes a loop writes at a time. An operand that is one number for all is repeated over so many bytes. */
export const strideBytes = 64;

/** How many elements go through the whole chain before the next ones do: intermediate results stay in the first-level cache. */
export const blockLength = 512;

/** The layout of an operand: an element for each, one for all, one for each column or for each row, or a register. */
export const fullLayout = 0;
export const scalarLayout = 1;
export const rowLayout = 2;
export const columnLayout = 3;
export const registerLayout = 4;
