/** Evaluation of `expect` statements. */

import { elementsOf, type Values } from '../engine/ir/values.ts';
import type { Expectation, Model } from '../language/lowering/model.ts';

export interface Verdict {
  readonly expectation: Expectation;
  readonly holds: boolean;
  /** Both sides at the element that exceeds the tolerance the most. */
  readonly left: number;
  readonly right: number;
}

export function checkExpectations(model: Model, values: Values): Verdict[] {
  return model.expectations.map((expectation) => checkExpectation(model, values, expectation));
}

function checkExpectation({ program }: Model, values: Values, expectation: Expectation): Verdict {
  const [left, right, difference, allowed] = [
    expectation.left,
    expectation.right,
    expectation.difference,
    expectation.tolerance,
  ].map((node) => elementsOf(program, values, node));
  let worstIndex = 0;
  let worstExcess = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < difference.length; i++) {
    const isEqual = left[i] === right[i];
    const excess = isEqual ? 0 : difference[i] - allowed[allowed.length === 1 ? 0 : i];
    // NaN exceeds any tolerance.
    if (!(excess <= worstExcess)) [worstIndex, worstExcess] = [i, excess];
    if (Number.isNaN(excess)) break;
  }
  return { expectation, holds: worstExcess <= 0, left: left[worstIndex], right: right[worstIndex] };
}
