/** After an edit, what is still there glides from where it was to where it is: so that the eye finds it again. */

import type { Viewport } from '../../../../../server/src/protocol/panel/messages.ts';
import type { Point } from '../../layout/box.ts';
import type { GraphLayout } from '../../layout/useLayout.ts';

/** In milliseconds. */
const animationDuration = 180;
/** In pixels of the graph: less is not seen. */
const minMove = 1;
/** More than this would not be followed by any eye, nor be smooth. */
const maxMoves = 400;

export interface NodeMoves {
  /** How far each node was on the screen from where it is, in pixels of the new graph, by its place; of those that moved. */
  readonly offsets: ReadonlyMap<number, Point>;
  /** How much larger it was drawn. */
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

/** Plays them on what is drawn in a pane; the wires come in anew meanwhile. */
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

/** Whether the user wants nothing to move that needn't: they have told VS Code, or the system. */
export function prefersReducedMotion(): boolean {
  if (document.body.classList.contains('vscode-reduce-motion')) return true;
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
