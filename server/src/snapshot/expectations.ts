/** Evaluation of `expect` statements. */

import type { NodeId } from '../engine/ir/program.ts';
import { formatIndex } from '../engine/ir/shape.ts';
import { elementsOf, type Values } from '../engine/ir/values.ts';
import { slicesOf } from '../engine/runtime/slices.ts';
import { ValuesCache } from '../engine/runtime/valuesCache.ts';
import type { Expectation, Model } from '../language/lowering/model.ts';

export interface Verdict {
  readonly expectation: Expectation;
  readonly holds: boolean;
  /** Both sides at the element that exceeds the tolerance the most. */
  readonly left: number;
  readonly right: number;
  /** The index of that element, `[1, 0]`; empty for scalars. */
  readonly elementIndex: string;
}

export function* checkExpectations(model: Model, values: Values): Generator<undefined, Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const expectation of model.expectations) {
    const comparison = yield* comparisons.inSlices(values, expectation.difference, () =>
      compare(model, values, expectation),
    );
    verdicts.push({ expectation, ...comparison });
  }
  return verdicts;
}

type Comparison = Omit<Verdict, 'expectation'>;

const comparisons = new ValuesCache<NodeId, Comparison>();

function* compare(
  { program }: Model,
  values: Values,
  { left: leftNode, right: rightNode, difference: differenceNode, tolerance }: Expectation,
): Generator<undefined, Comparison> {
  const [left, right, difference, allowed] = [leftNode, rightNode, differenceNode, tolerance].map((node) =>
    elementsOf(program, values, node),
  );
  let worstIndex = 0;
  let worstExcess = Number.NEGATIVE_INFINITY;
  for (const { start, end } of slicesOf(difference.length)) {
    for (let i = start; i < end; i++) {
      const isEqual = left[i] === right[i];
      const excess = isEqual ? 0 : difference[i] - allowed[allowed.length === 1 ? 0 : i];
      // NaN exceeds any tolerance.
      if (!(excess <= worstExcess)) [worstIndex, worstExcess] = [i, excess];
      if (Number.isNaN(excess)) break;
    }
    if (Number.isNaN(worstExcess)) break;
    if (end < difference.length) yield;
  }
  const shape = program.shape(differenceNode);
  return {
    holds: worstExcess <= 0,
    left: left[worstIndex],
    right: right[worstIndex],
    elementIndex: shape.length === 0 ? '' : formatIndex(shape, worstIndex),
  };
}
