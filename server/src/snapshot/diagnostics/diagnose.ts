/**
 * Diagnostics based on evaluated numbers. They run on each keystroke, so a sound model costs one pass over the
 * numbers.
 */

import { allFinite } from '../../engine/autodiff/nonFinite.ts';
import type { Values } from '../../engine/ir/values.ts';
import type { Problem } from '../../language/problems/problems.ts';
import { NodeSources } from '../nodeSources.ts';
import type { Snapshot } from '../snapshot.ts';
import { inactiveUnits } from './inactiveUnits.ts';
import { layerGradients } from './layerGradients.ts';
import { nonFiniteGradient, nonFiniteValues } from './nonFiniteNumbers.ts';

export function diagnose(snapshot: Snapshot, values: Values): Problem[] {
  let cachedSources: NodeSources | undefined;
  const sources = (): NodeSources => {
    cachedSources ??= new NodeSources(snapshot);
    return cachedSources;
  };
  const nonFiniteProblems = isAllFinite(values)
    ? []
    : [...nonFiniteValues(snapshot, values, sources()), ...nonFiniteGradient(snapshot, values, sources())];
  return [...nonFiniteProblems, ...inactiveUnits(snapshot, values, sources), ...layerGradients(snapshot, values)];
}

/** Buffers known to be finite: while a line is incomplete, the same numbers come with each keystroke. */
const knownFinite = new WeakSet<Float64Array>();

function isAllFinite({ data }: Values): boolean {
  if (knownFinite.has(data)) return true;
  if (!allFinite(data)) return false;
  knownFinite.add(data);
  return true;
}
