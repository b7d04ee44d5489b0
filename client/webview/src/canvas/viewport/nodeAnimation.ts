/** Animates surviving nodes from their old position to the new one after an edit. */

import type { Viewport } from '../../../../../protocol/panel/messages.ts';
import type { Point } from '../../layout/box.ts';
import type { GraphLayout } from '../../layout/useLayout.ts';

/** In milliseconds. */
const animationDuration = 180;
/** In graph pixels; smaller moves are not animated. */
const minMove = 1;
/** Above this many nodes nothing is animated, since it would neither be smooth nor legible. */
const maxMoves = 400;

export interface NodeMoves {
  /** Offset of each moved node from its new position, in pixels of the new graph, by index. */
  readonly offsets: ReadonlyMap<number, Point>;
  /** Ratio of the old zoom to the new one. */
  readonly scale: number;
}

export function nodeMovesBetween(
  previous: GraphLayout,
  current: GraphLayout,
  previousViewport: Viewport,
  viewport: Viewport,
): NodeMoves {
  const offsets = new Map<number, Point>();
  const scale = previousViewport.zoom / viewport.zoom;
  const previousIndices = new Map(previous.structure.nodes.map(({ id }, index) => [id, index]));
  const viewportShift = {
    x: (previousViewport.x - viewport.x) / viewport.zoom,
    y: (previousViewport.y - viewport.y) / viewport.zoom,
  };
  for (const [index, { id }] of current.structure.nodes.entries()) {
    const previousIndex = previousIndices.get(id);
    if (previousIndex === undefined) continue;
    const [oldPosition, newPosition] = [previous.placement.nodes[previousIndex]!, current.placement.nodes[index]!];
    const offset = {
      x: oldPosition.x * scale - newPosition.x + viewportShift.x,
      y: oldPosition.y * scale - newPosition.y + viewportShift.y,
    };
    if (Math.abs(offset.x) + Math.abs(offset.y) >= minMove) offsets.set(index, offset);
  }
  return { offsets, scale };
}

/** Plays the animation on a pane's elements; the wires fade in meanwhile. */
export function animateMoves(pane: HTMLElement, { offsets, scale }: NodeMoves): void {
  if (offsets.size === 0 || offsets.size > maxMoves || prefersReducedMotion()) return;
  const animationOptions = { duration: animationDuration, easing: 'ease-out' };
  for (const [index, { x, y }] of offsets) {
    const node = pane.querySelector(`[data-node-index="${index}"]`)?.closest('.graph-node');
    node?.animate(
      [{ transform: `translate(${x}px, ${y}px) scale(${scale})` }, { transform: 'none' }],
      animationOptions,
    );
  }
  pane
    .querySelector('.wires')
    ?.animate([{ opacity: 0 }, { opacity: 0, offset: 0.5 }, { opacity: 1 }], animationOptions);
}

/** True if the user prefers reduced motion, by VS Code's setting or the system's. */
export function prefersReducedMotion(): boolean {
  if (document.body.classList.contains('vscode-reduce-motion')) return true;
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
