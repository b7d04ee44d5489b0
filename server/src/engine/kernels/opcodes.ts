/** What an instruction does: the words that the planner writes and the kernels in AssemblyScript read. Compiled by both languages. */

/** Calls back: whatever has no kernel of its own is computed in TypeScript, in place. */
export const plain = 0;
