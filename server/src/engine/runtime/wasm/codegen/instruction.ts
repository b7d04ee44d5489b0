/** What the rows of the emission table are told, and what they say. */

import type { Attributes } from '../../../ir/operator.ts';
import type { Shape } from '../../../ir/shape.ts';

/** An opcode and its arguments, which are whole numbers; an address is in bytes. Its length is added where it is written. */
export type Instruction = readonly number[];

/** A node of a program, at the place in the machine's memory where it is computed. */
export interface EmitContext {
  /** Where the operands begin, and where the value does. All are row-major. */
  readonly operands: readonly number[];
  readonly output: number;
  readonly shapes: { readonly operands: readonly Shape[]; readonly output: Shape };
  readonly attributes: Attributes;
  /** Where a row lies that is added to each row of a product, if one is. */
  readonly bias?: number;
  /** Where a cross-entropy leaves the softmax of its scores, if that is asked for. */
  readonly softmax?: number;
  /** Sets memory aside for what the instructions need while they run; those of other nodes use it too. */
  readonly scratch: (elements: number) => number;
  /** Sets numbers aside that the instructions read, as those of a Float64Array. */
  readonly constants: (values: ArrayLike<number>) => number;
}

/**
 * How a node of one operator becomes instructions; undefined where it is computed plainly after all. They write every
 * element of the value, and read nothing but the operands and what the site has set aside.
 */
export type Emitter = (context: EmitContext) => readonly Instruction[] | undefined;
