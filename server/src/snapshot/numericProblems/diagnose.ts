/**
 * Diagnostics based on evaluated numbers. They run on each keystroke, so a sound model costs one pass over the
 * numbers, in slices.
 */

import { allFinite } from '../../engine/diagnosis/nonFinite.ts';
import type { Values } from '../../engine/ir/values.ts';
import { ValuesCache } from '../../engine/runtime/valuesCache.ts';
import type { Problem } from '../../language/problems/problems.ts';
import { NodeSources } from '../nodeSources.ts';
import type { Snapshot } from '../snapshot.ts';
import { inactiveUnits } from './inactiveUnits.ts';
import { layerGradients } from './layerGradients.ts';
import { nonFiniteGradient, nonFiniteValues } from './nonFiniteNumbers.ts';

export function* diagnose(snapshot: Snapshot, values: Values): Generator<undefined, Problem[]> {
  let cachedSources: NodeSources | undefined;
  const sources = (): NodeSources => {
    cachedSources ??= new NodeSources(snapshot);
    return cachedSources;
  };
  const problems: Problem[] = [];
  if (!(yield* finiteness.inSlices(values, 'all', () => allFinite(values.data)))) {
    problems.push(...(yield* nonFiniteValues(snapshot, values, sources())));
    problems.push(...(yield* nonFiniteGradient(snapshot, values, sources())));
  }
  problems.push(...(yield* inactiveUnits(snapshot, values, sources)));
  problems.push(...(yield* layerGradients(snapshot, values)));
  return problems;
}

/** While a line is incomplete, the same numbers come with each keystroke. */
const finiteness = new ValuesCache<'all', boolean>();
