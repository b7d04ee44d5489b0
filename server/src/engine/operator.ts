/** What a row of the operator table says of an operator. */

import type { NodeId, Program } from './program.ts';
import type { Mismatch, Shape } from './shape.ts';

/** What a node knows besides its operands. */
export interface Attributes {
  /** The numbers of a constant, in row-major order, with `shape`. */
  readonly values?: ArrayLike<number>;
  /** The shape of a constant, or the one to expand to or to sum down to. */
  readonly shape?: Shape;
  /** The axes of a reduction; every axis where absent. */
  readonly axis?: readonly number[];
  /** Whether a reduced axis stays, with length 1. */
  readonly keep?: boolean;
  /** Whether a matmul reads its operand with the last two axes exchanged. Only `simplify` asks for it, after the gradient rules. */
  readonly transposeLeft?: boolean;
  readonly transposeRight?: boolean;
}

/** Whether a node knows nothing besides its operands. */
export function isEmpty(attributes: Attributes): boolean {
  for (const _ in attributes) return false;
  return true;
}

/**
 * A vector-Jacobian product for one operand: given the adjoint of the output, appends the nodes of what flows back to
 * the operand and returns the last. Elementwise operators may return it in the output's shape: `differentiate` sums
 * over what was broadcast.
 */
export type Vjp = (program: Program, adjoint: NodeId, operands: readonly NodeId[], output: NodeId) => NodeId;

/** A range of numbers, excluding the bounds, on which an operand is safe: defined, and away from kinks and poles. */
export type Interval = readonly [low: number, high: number];

/** The intervals from which one operand may be sampled. */
export type Domain = readonly Interval[];

interface Row {
  /** The field's name for the operator, unique in the table. */
  readonly name: string;
  /** How a user writes it; absent for an operator that only the reverse pass or the lowering uses. */
  readonly syntax?: Syntax;
  /** One sentence: what it computes. */
  readonly doc: string;
  /** An expression in the language that uses it. */
  readonly example?: string;
  /** One sentence for a learner: what the operator does to the gradient on its way back. */
  readonly localRule?: string;
  readonly shape: (operands: readonly Shape[], attributes: Attributes) => Shape | Mismatch;
  /** One rule for each operand; `null` where no gradient flows. */
  readonly vjp: readonly (Vjp | null)[];
  /** Where each operand may be sampled when the rules are checked against finite differences. */
  readonly domain: readonly Domain[];
  /** The same in PyTorch, given the operands as Python names or calls. */
  readonly torch: (operands: readonly string[], attributes: Attributes) => string;
}

export type Syntax =
  | { readonly kind: 'infix' | 'prefix' | 'postfix'; readonly symbol: string }
  | { readonly kind: 'call'; readonly call: string; readonly parameters: readonly Parameter[] };

/** A parameter of an operator that is written as a call. */
export interface Parameter {
  readonly name: string;
  /** `operand`: an expression; `axis`, `keep`: a literal that becomes an attribute. */
  readonly kind: 'operand' | 'axis' | 'keep';
  /** The value of an operand that is not given; an operand without one must be given. */
  readonly default?: number;
}

/** An operator that acts on each element alone, and broadcasts. */
export interface ElementwiseOperator extends Row {
  readonly kind: 'elementwise';
  readonly forward: (a: number, b: number, c: number) => number;
}

/** An operator that sees whole tensors. */
export interface TensorOperator extends Row {
  readonly kind: 'tensor';
  readonly forward: Kernel;
}

/** Writes every element of `output`. Buffers are row-major. */
export type Kernel = (
  operands: readonly Float64Array[],
  output: Float64Array,
  shapes: { readonly operands: readonly Shape[]; readonly output: Shape },
  attributes: Attributes,
) => void;

export type Operator = ElementwiseOperator | TensorOperator;
