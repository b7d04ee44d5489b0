/** The gradient over time: the norm of each step of a recurrence, as a sparkline. */

import type { NodeId, Program } from '../engine/ir/program.ts';
import { elementsOf, type Values } from '../engine/ir/values.ts';
import { ValuesCache } from '../engine/runtime/valuesCache.ts';
import { magnitudeOf, quantityInSlices, showBars } from './quantity.ts';

/** A longer recurrence has several steps to a bar, which is as high as the highest of them. */
const maxStepBars = 16;

const norms = new ValuesCache<NodeId, readonly number[]>();

/** The Euclidean norm of each step, computed once. @param node a node whose value has the steps one after another. */
export function stepNorms(program: Program, values: Values, node: NodeId, stepCount: number): readonly number[] {
  return norms.get(values, node, () => normsInSlices(elementsOf(program, values, node), stepCount));
}

function* normsInSlices(elements: Float64Array, stepCount: number): Generator<undefined, readonly number[]> {
  const size = elements.length / stepCount;
  const ofSteps: number[] = [];
  for (let start = 0; ofSteps.length < stepCount; start += size) {
    const quantity = yield* quantityInSlices(elements.subarray(start, start + size), [size]);
    ofSteps.push(magnitudeOf(quantity) ?? Number.NaN);
  }
  return ofSteps;
}

/** `▁▂▅█`, from the first step to the last, relative to the greatest norm. Empty unless all norms are finite. */
export function showStepNorms(norms: readonly number[]): string {
  const greatest = norms.reduce((a, b) => Math.max(a, b), 0);
  if (greatest === 0 || !Number.isFinite(greatest)) return '';
  const barCount = Math.min(norms.length, maxStepBars);
  const heights = Array.from({ length: barCount }, (_, bar) => {
    const [start, end] = [bar, bar + 1].map((edge) => Math.floor((edge * norms.length) / barCount));
    return norms.slice(start, end).reduce((a, b) => Math.max(a, b), 0) / greatest;
  });
  return showBars(heights);
}
