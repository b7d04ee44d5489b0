/** Keyboard commands of the canvas: move along wires, collapse, view a tensor, pan and zoom. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { Placement } from '../layout/layOutGraph.ts';
import { nodeAtArrow } from './arrowKeys.ts';
import type { LevelCommand } from './collapseLevels.ts';

export type CanvasCommand =
  | { readonly kind: 'focusNode'; readonly nodeIndex: number }
  | { readonly kind: 'toggleGroup'; readonly group: string }
  | { readonly kind: 'viewTensor'; readonly nodeIndex: number }
  | { readonly kind: 'zoomIn' | 'zoomOut' | 'fit' | LevelCommand };

/** One row per key that zooms, fits, expands or collapses, by its browser name. */
const viewportKeys: Readonly<Record<string, CanvasCommand>> = {
  '+': { kind: 'zoomIn' },
  '=': { kind: 'zoomIn' },
  '-': { kind: 'zoomOut' },
  '0': { kind: 'fit' },
  ']': { kind: 'expandLevel' },
  '[': { kind: 'collapseLevel' },
  '}': { kind: 'expandAll' },
  '{': { kind: 'collapseAll' },
};

/** @param nodeIndex the index of the focused node; undefined if another part of the canvas has the focus. */
export function canvasCommandFor(
  key: string,
  nodeIndex: number | undefined,
  structure: GraphStructure,
  placement: Placement,
): CanvasCommand | undefined {
  const viewportCommand = viewportKeys[key];
  if (viewportCommand || nodeIndex === undefined) return viewportCommand;
  const { kind, id, parent, shape } = structure.nodes[nodeIndex]!;
  if (key === 'v') return shape === '' ? undefined : { kind: 'viewTensor', nodeIndex };
  if (key === ' ') {
    const group = kind === 'group' ? id : parent;
    return group === null ? undefined : { kind: 'toggleGroup', group };
  }
  const nextIndex = nodeAtArrow(key, nodeIndex, structure, placement);
  return nextIndex === undefined ? undefined : { kind: 'focusNode', nodeIndex: nextIndex };
}
