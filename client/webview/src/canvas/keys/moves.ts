/** After an edit, what is still there glides from where it was to where it is: so that the eye finds it again. */

import type { Look } from '../../../../../server/src/protocol/panel/messages.ts';
import type { Point } from '../../layout/box.ts';
import type { Drawn } from '../../layout/useLayout.ts';

/** In milliseconds. */
const moveTime = 180;
/** In pixels of the graph: less is not seen. */
const leastMove = 1;
/** More than this would not be followed by any eye, nor be smooth. */
const mostMoves = 400;

export interface Moves {
  /** How far each node was on the screen from where it is, in pixels of the new graph, by its place; of those that moved. */
  readonly offsets: ReadonlyMap<number, Point>;
  /** How much larger it was drawn. */
  readonly scale: number;
}

export function movesBetween(before: Drawn, after: Drawn, from: Look, to: Look): Moves {
  const offsets = new Map<number, Point>();
  const scale = from.zoom / to.zoom;
  const placesBefore = new Map(before.structure.nodes.map(({ id }, place) => [id, place]));
  const shift = { x: (from.x - to.x) / to.zoom, y: (from.y - to.y) / to.zoom };
  for (const [place, { id }] of after.structure.nodes.entries()) {
    const old = placesBefore.get(id);
    if (old === undefined) continue;
    const [was, is] = [before.placement.nodes[old]!, after.placement.nodes[place]!];
    const offset = { x: was.x * scale - is.x + shift.x, y: was.y * scale - is.y + shift.y };
    if (Math.abs(offset.x) + Math.abs(offset.y) >= leastMove) offsets.set(place, offset);
  }
  return { offsets, scale };
}

/** Plays them on what is drawn in a pane; the wires come in anew meanwhile. */
export function playMoves(pane: HTMLElement, { offsets, scale }: Moves): void {
  if (offsets.size === 0 || offsets.size > mostMoves || isCalm()) return;
  const timing = { duration: moveTime, easing: 'ease-out' };
  for (const [place, { x, y }] of offsets) {
    const node = pane.querySelector(`[data-place="${place}"]`)?.closest('.graph-node');
    node?.animate([{ transform: `translate(${x}px, ${y}px) scale(${scale})` }, { transform: 'none' }], timing);
  }
  pane.querySelector('.wires')?.animate([{ opacity: 0 }, { opacity: 0, offset: 0.5 }, { opacity: 1 }], timing);
}

/** Whether the user wants nothing to move that needn't: they have told VS Code, or the system. */
export function isCalm(): boolean {
  if (document.body.classList.contains('vscode-reduce-motion')) return true;
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
