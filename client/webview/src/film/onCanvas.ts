/** What the canvas shows of a step: what is lit, what is known by then, and what has come together of each gradient. */

import type { Film } from '../../../../server/src/protocol/film.ts';
import type { GraphStructure } from '../../../../server/src/protocol/graph.ts';

/** All by place. */
export interface FilmLight {
  readonly nodes: ReadonlySet<number>;
  readonly wires: ReadonlySet<number>;
  readonly film: {
    /** Nodes whose value is computed. */
    readonly values: ReadonlySet<number>;
    /** What has come together of the gradient of a node, as it is displayed: at a fan-out, a part of it. */
    readonly gradients: ReadonlyMap<number, string>;
    /** Wires that a gradient has flowed back through. */
    readonly wires: ReadonlySet<number>;
  };
}

/** @param at the place of a step of the film; the film is of this structure. */
export function lightOf({ steps }: Film, at: number, { nodes, wires }: GraphStructure): FilmLight {
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
