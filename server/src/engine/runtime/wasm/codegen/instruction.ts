/** Types of instruction selection: what an emitter receives and returns. */

import type { Attributes } from '../../../ir/operator.ts';
import type { Shape } from '../../../ir/shape.ts';

/** An opcode and its arguments, all integers; addresses are in bytes. The length is added when it is written. */
export type Instruction = readonly number[];

/** A node and the addresses of its operands and output. */
export interface EmitContext {
  /** Addresses of the operands and of the output, all row-major. */
  readonly operands: readonly number[];
  readonly output: number;
  readonly shapes: { readonly operands: readonly Shape[]; readonly output: Shape };
  readonly attributes: Attributes;
  /** The address of a row to add to every row of a product, if any. */
  readonly bias?: number;
  /** The address for the softmax of a cross-entropy's logits, if it is needed. */
  readonly softmax?: number;
  /** Allocates scratch memory, shared with the instructions of other nodes. */
  readonly scratch: (elements: number) => number;
  /** Allocates 64-bit constants that the instructions read. */
  readonly constants: (values: ArrayLike<number>) => number;
}

/**
 * Translates a node into instructions; undefined if it must be computed in TypeScript. The instructions write every
 * element of the output and read only the operands and what the context allocated.
 */
export type Emitter = (context: EmitContext) => readonly Instruction[] | undefined;
