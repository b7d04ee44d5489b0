/** Context with the actions of the canvas. Its value changes only with the canvas store, so it rarely triggers a render. */

import { createContext, type ReactNode, useContext } from 'react';
import type { GraphNode, NodeNumbers } from '../../../../protocol/panel/graph.ts';

export interface CanvasActions {
  /** Called on a click on a node: reveals its text. */
  onReveal(nodeIndex: number): void;
  /** Called with the node under the pointer or with the focus; undefined for none. */
  onHover(nodeIndex: number | undefined): void;
  onFocus(nodeIndex: number): void;
  /** Collapses an expanded group, or expands it, by its id. */
  onToggleGroup(group: string): void;
  /** Opens the tensor viewer on a node. */
  onViewTensor(nodeIndex: number): void;
  /** Renders the value of a node whose number can be dragged. */
  readonly renderValue: RenderValue | undefined;
}

export type RenderValue = (nodeIndex: number, node: GraphNode, numbers: NodeNumbers) => ReactNode;

export const CanvasActionsContext = createContext<CanvasActions | undefined>(undefined);

export function useCanvasActions(): CanvasActions {
  const actions = useContext(CanvasActionsContext);
  if (!actions) throw new Error('useCanvasActions needs a CanvasActionsContext.');
  return actions;
}
