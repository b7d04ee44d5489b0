/** The panel's state and reducer: one slice for each concern; every slice receives every action. */

import type { StoredPanelState } from '../../../../protocol/panel/messages.ts';
import { initialPlayer, type Player, reducePlayer } from '../playback/player.ts';
import { initialScrub, reduceScrub, type ScrubState } from '../scrub/scrubState.ts';
import type { PanelAction } from './actions.ts';
import { initialView, reduceView, type ViewState } from './viewState.ts';

export interface PanelState {
  readonly view: ViewState;
  readonly player: Player;
  readonly scrub: ScrubState;
}

/** Restored from before the panel was hidden. */
export function restoredPanel(savedState: StoredPanelState | undefined): PanelState {
  const { isList, hiddenLabels } = savedState ?? initialView;
  const userViewport = savedState?.viewport ? { uri: savedState.uri, viewport: savedState.viewport } : undefined;
  return { view: { ...initialView, isList, hiddenLabels, userViewport }, player: initialPlayer, scrub: initialScrub };
}

/** Returns the same state if nothing has changed, which spares a render at each push of a training session. */
export function reducePanel(state: PanelState, action: PanelAction): PanelState {
  const view = reduceView(state.view, action);
  const player = reducePlayer(state.player, action);
  const scrub = reduceScrub(state.scrub, action);
  const isUnchanged = view === state.view && player === state.player && scrub === state.scrub;
  return isUnchanged ? state : { view, player, scrub };
}
