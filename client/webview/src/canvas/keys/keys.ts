/** What a key does on the canvas: it moves along the wires, folds, or moves the whole. */

import type { GraphStructure } from '../../../../../server/src/protocol/panel/graph.ts';
import type { Placement } from '../../layout/placement.ts';
import { placeAfter } from './steps.ts';

export type CanvasAct =
  | { readonly kind: 'go'; readonly place: number }
  | { readonly kind: 'fold'; readonly group: string }
  | { readonly kind: 'nearer' | 'farther' | 'all' };

/** One row a key that moves the whole, by its name in the browser. */
const looking: Readonly<Record<string, CanvasAct>> = {
  '+': { kind: 'nearer' },
  '=': { kind: 'nearer' },
  '-': { kind: 'farther' },
  '0': { kind: 'all' },
};

/** @param place of the node that has the focus; undefined where another part of the canvas has it. */
export function actOfKey(
  key: string,
  place: number | undefined,
  structure: GraphStructure,
  placement: Placement,
): CanvasAct | undefined {
  const look = looking[key];
  if (look || place === undefined) return look;
  const { kind, id, parent } = structure.nodes[place]!;
  if (key === ' ') {
    const group = kind === 'group' ? id : parent;
    return group === null ? undefined : { kind: 'fold', group };
  }
  const next = placeAfter(key, place, structure, placement);
  return next === undefined ? undefined : { kind: 'go', place: next };
}
