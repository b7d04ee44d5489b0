/** All that the panel knows, and how it changes: one slice a concern, every slice hears of every action. */

import { emptyView, reduceView, type View, type ViewAction } from './view.ts';

export interface PanelState {
  readonly view: View;
}

export type PanelAction = ViewAction;

export const emptyPanel: PanelState = { view: emptyView };

export function reducePanel(state: PanelState, action: PanelAction): PanelState {
  return { view: reduceView(state.view, action) };
}
