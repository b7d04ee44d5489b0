/** After an edit, what is still there glides from where it was to where it is: so that the eye finds it again. */

import type { Point } from '../layout/box.ts';
import type { Drawn } from '../layout/useDrawn.ts';
import type { Look } from './steady.ts';

/** In milliseconds. */
const moveTime = 180;
/** In pixels of the graph: less is not seen. */
const leastMove = 1;
/** More than this would not be followed by any eye, nor be smooth. */
const mostMoves = 400;

/** How far each node of the new graph was from where it is, in pixels of the new graph, by its place; of those that moved. */
export function movesBetween(before: Drawn, after: Drawn, from: Look, to: Look): ReadonlyMap<number, Point> {
  const moves = new Map<number, Point>();
  if (from.zoom !== to.zoom) return moves;
  const placesBefore = new Map(before.structure.nodes.map(({ id }, place) => [id, place]));
  const shift = { x: (from.x - to.x) / to.zoom, y: (from.y - to.y) / to.zoom };
  for (const [place, { id }] of after.structure.nodes.entries()) {
    const old = placesBefore.get(id);
    if (old === undefined) continue;
    const [was, is] = [before.placement.nodes[old]!, after.placement.nodes[place]!];
    const move = { x: was.x - is.x + shift.x, y: was.y - is.y + shift.y };
    if (Math.abs(move.x) + Math.abs(move.y) >= leastMove) moves.set(place, move);
  }
  return moves;
}

/** Plays them on what is drawn in a pane; the wires come in anew meanwhile. */
export function playMoves(pane: HTMLElement, moves: ReadonlyMap<number, Point>): void {
  if (moves.size === 0 || moves.size > mostMoves || isCalm()) return;
  const timing = { duration: moveTime, easing: 'ease-out' };
  for (const [place, { x, y }] of moves) {
    const node = pane.querySelector(`[data-place="${place}"]`)?.closest('.graph-node');
    node?.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }], timing);
  }
  pane.querySelector('.wires')?.animate([{ opacity: 0 }, { opacity: 0, offset: 0.5 }, { opacity: 1 }], timing);
}

/** Whether the user wants nothing to move that needn't: they have told VS Code, or the system. */
export function isCalm(): boolean {
  if (document.body.classList.contains('vscode-reduce-motion')) return true;
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
