/** What the parts of the canvas may do: the same functions for as long as it is there, so that none is drawn anew for them. */

import { createContext, type ReactNode, useContext } from 'react';
import type { GraphNode, NodeNumbers } from '../../../../server/src/protocol/panel/graph.ts';

export interface CanvasActions {
  /** A click on a node: its text is to be shown. */
  onReveal(nodeIndex: number): void;
  /** What the pointer is on, or the keyboard; undefined where it is on nothing. */
  onHover(nodeIndex: number | undefined): void;
  onFocus(nodeIndex: number): void;
  /** Folds a group that is open, or unfolds one, by its id. */
  onToggleGroup(group: string): void;
  /** Draws the value of a node whose number may be dragged. */
  readonly renderValue: RenderValue | undefined;
}

export type RenderValue = (nodeIndex: number, node: GraphNode, numbers: NodeNumbers) => ReactNode;

export const CanvasActionsContext = createContext<CanvasActions | undefined>(undefined);

export function useCanvasActions(): CanvasActions {
  const actions = useContext(CanvasActionsContext);
  if (!actions) throw new Error('This is drawn on a canvas only.');
  return actions;
}
