/** What the parts of the canvas may do: the same functions for as long as it is there, so that none is drawn anew for them. */

import { createContext, type ReactNode, useContext } from 'react';
import type { GraphNode, NodeNumbers } from '../../../../server/src/protocol/panel/graph.ts';

export interface Doing {
  /** A click on a node: its text is to be shown. */
  onReveal(place: number): void;
  /** What the pointer is on, or the keyboard; undefined where it is on nothing. */
  onHover(place: number | undefined): void;
  onFocus(place: number): void;
  /** Folds a group that is open, or unfolds one, by its id. */
  onFold(group: string): void;
  /** Draws the value of a node whose number may be dragged. */
  readonly renderValue: RenderValue | undefined;
}

export type RenderValue = (place: number, node: GraphNode, numbers: NodeNumbers) => ReactNode;

export const DoingContext = createContext<Doing | undefined>(undefined);

export function useDoing(): Doing {
  const doing = useContext(DoingContext);
  if (!doing) throw new Error('This is drawn on a canvas only.');
  return doing;
}
