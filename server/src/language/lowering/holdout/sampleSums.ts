/**
 * Sums over the samples that belong to training, also multiplied by a number: `sum(X, axis = 0)`, `-2 * sum(y)`, `X.T @ X`.
 */

import type { Operator } from '../../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../../engine/ir/program.ts';
import { divide, multiply, negate } from '../../../engine/operators/elementwise/arithmetic.ts';
import { dot, matmul } from '../../../engine/operators/products.ts';
import { sum } from '../../../engine/operators/reductions/reductions.ts';
import { expand, matrixTranspose, reshape, squeeze, transpose } from '../../../engine/operators/shapes/shaping.ts';
import { slice } from '../../../engine/operators/shapes/slicing.ts';

const sumOperators: ReadonlySet<Operator> = new Set([sum, matmul, dot]);

/** Operators by which a sum stays one. */
const linearOperators: ReadonlySet<Operator> = new Set([
  sum,
  negate,
  slice,
  reshape,
  expand,
  squeeze,
  transpose,
  matrixTranspose,
]);

/** The operands of a statistic before they were replaced by those of the training samples. */
interface StatisticOperands {
  readonly values: readonly NodeId[];
  hasRows(value: NodeId): boolean;
  /** True if it depends neither on data nor on a size. */
  isNumber(value: NodeId): boolean;
}

export class SampleSums {
  readonly #program: Program;
  readonly #sums = new Set<NodeId>();

  constructor(program: Program) {
    this.#program = program;
  }

  has(node: NodeId): boolean {
    return this.#sums.has(node);
  }

  /** Adds a statistic if it is a sum. */
  addStatistic(node: NodeId, { values, hasRows, isNumber }: StatisticOperands): void {
    const operator = this.#program.operator(node);
    const isReduced = sumOperators.has(operator) || this.#program.attributes(node).reduction === 'sum';
    const [first, second] = values;
    const isSum = (value: NodeId): boolean => this.#sums.has(value);
    const isMultiple =
      (linearOperators.has(operator) && isSum(first)) ||
      ((operator === multiply || operator === divide) && isSum(first) && isNumber(second)) ||
      (operator === multiply && isNumber(first) && isSum(second));
    if (isMultiple || (isReduced && values.some(hasRows))) this.#sums.add(node);
  }
}
