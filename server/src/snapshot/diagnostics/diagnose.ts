/** What the numbers of an evaluation say is wrong with a model. It runs at each key: what is right costs one look at each number. */

import { areFinite } from '../../engine/autodiff/nonFinite.ts';
import type { Values } from '../../engine/runtime/execute.ts';
import type { Problem } from '../../language/problems/problems.ts';
import { Sources } from '../nodeSources.ts';
import type { Snapshot } from '../snapshot.ts';
import { idleUnits } from './inactiveUnits.ts';
import { layerGradients } from './layerGradients.ts';
import { notFiniteGradient, notFiniteValues } from './nonFinite.ts';

export function diagnose(snapshot: Snapshot, values: Values): Problem[] {
  let known: Sources | undefined;
  const sources = (): Sources => {
    known ??= new Sources(snapshot);
    return known;
  };
  const notFinite = isAllFinite(values)
    ? []
    : [...notFiniteValues(snapshot, values, sources()), ...notFiniteGradient(snapshot, values, sources())];
  return [...notFinite, ...idleUnits(snapshot, values, sources), ...layerGradients(snapshot, values)];
}

/** What has been found to be finite: while a line is half typed, the numbers are the same at each key. */
const finite = new WeakSet<Float64Array>();

function isAllFinite({ data }: Values): boolean {
  if (finite.has(data)) return true;
  if (!areFinite(data)) return false;
  finite.add(data);
  return true;
}
