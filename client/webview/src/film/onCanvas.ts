/** What the canvas shows of a step: what is lit, what is known by then, and what has come together of each gradient. */

import type { Film } from '../../../../server/src/protocol/panel/film.ts';
import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import type { Lit } from '../canvas/highlightClass.ts';

/** @param at the place of a step of the film; the film is of this structure. */
export function lightOf({ steps }: Film, at: number, { nodes, wires }: GraphStructure): Lit {
  const step = steps[at]!;
  const values = new Set(nodes.keys());
  const gradients = new Map<number, string>();
  const flowed = new Set<number>();
  for (const [place, { phase, known, gradient, wire }] of steps.entries()) {
    if (known === null) continue;
    if (phase === 'forward' && place > at) values.delete(known);
    if (phase === 'forward' || place > at) continue;
    if (gradient !== null) gradients.set(known, gradient);
    if (wire !== null) flowed.add(wire);
  }
  const entering = step.phase === 'forward' ? wires.flatMap(({ to }, wire) => (to === step.node ? [wire] : [])) : [];
  return {
    nodes: new Set([step.node]),
    wires: new Set(step.wire === null ? entering : [step.wire]),
    film: { values, gradients, wires: flowed },
  };
}
