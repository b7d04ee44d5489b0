/** Operands and attributes that each operator is tested with, in finite differences and random programs. */

import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import type { Shape } from '../../../server/src/engine/ir/shape.ts';
import { drawCases } from './cases/draws.ts';
import { dropoutCases } from './cases/dropout.ts';
import { joiningCases } from './cases/joining.ts';
import { linearAlgebraCases } from './cases/linearAlgebra.ts';
import { lossCases } from './cases/losses.ts';
import { pickingCases } from './cases/picking.ts';
import { productCases } from './cases/products.ts';
import { reductionCases } from './cases/reductions.ts';
import { shapingCases } from './cases/shaping.ts';
import { slicingCases } from './cases/slicing.ts';
import { sortingCases } from './cases/sorting.ts';
import { windowCases } from './cases/windows.ts';

export interface Case {
  readonly shapes: readonly Shape[];
  readonly attributes?: Attributes;
  /** Values of operands that must not be random, such as indices, by position. */
  readonly fixedOperands?: Readonly<Record<number, readonly number[]>>;
}

/** Test specification of an operator on whole tensors. */
export interface OperatorSpec {
  /** Cases that are checked against finite differences. */
  readonly cases: readonly Case[];
  /**
   * True if random programs leave it out, because small programs never have its special operands, or because PyTorch
   * can't draw the same random numbers. A separate test covers it.
   */
  readonly isExcludedFromRandomPrograms?: boolean;
  /** True if operands of these shapes may come first; any may if absent. */
  readonly acceptsPrefix?: (operands: readonly Shape[]) => boolean;
  /**
   * The attributes of the operator on operands of these shapes in a random program, selected by `choice`; none if
   * absent. Undefined rejects the operands.
   */
  readonly attributes?: (operands: readonly Shape[], choice: number) => Attributes | undefined;
  /** Operands that must not be random, by position, from the shapes of the preceding operands. */
  readonly fixedOperands?: Readonly<Record<number, (operands: readonly Shape[], choice: number) => Tensor>>;
  /** True if rounding errors cannot change the result qualitatively; always true if absent. */
  readonly isRoundingSafe?: (value: Float64Array) => boolean;
}

export interface Tensor {
  readonly shape: Shape;
  readonly values: readonly number[];
}

export type OperatorSpecs = Readonly<Record<string, OperatorSpec>>;

const specs: OperatorSpecs = {
  ...reductionCases,
  ...shapingCases,
  ...joiningCases,
  ...slicingCases,
  ...sortingCases,
  ...pickingCases,
  ...productCases,
  ...linearAlgebraCases,
  ...lossCases,
  ...windowCases,
  ...drawCases,
  ...dropoutCases,
};

export function specOf({ name }: Operator): OperatorSpec | undefined {
  return specs[name];
}

export function casesOf(operator: Operator): readonly Case[] {
  if (operator.kind === 'elementwise') return elementwiseShapes[operator.vjp.length].map((shapes) => ({ shapes }));
  return specOf(operator)?.cases ?? [];
}

const elementwiseShapes: Record<number, readonly (readonly Shape[])[]> = {
  1: [[[]], [[2, 3]]],
  2: [
    [[], []],
    [[2, 2], []],
    [[3], [2, 3]],
    [
      [2, 1],
      [1, 3],
    ],
  ],
  3: [
    [[], [], []],
    [[2, 1], [3], []],
    [[], [2, 1], [2]],
    [[3], [], [2, 3]],
  ],
};
