/** The panel's state and reducer: one slice for each concern; every slice receives every action. */

import type { StoredPanelState } from '../../../../protocol/panel/messages.ts';
import { type FindState, initialFind, reduceFind } from '../find/findState.ts';
import { initialPlayer, type Player, reducePlayer } from '../playback/player.ts';
import { initialScrub, reduceScrub, type ScrubState } from '../scrub/scrubState.ts';
import type { PanelAction } from './actions.ts';
import { initialView, reduceView, type ViewState } from './viewState.ts';

export interface PanelState {
  readonly view: ViewState;
  readonly player: Player;
  readonly scrub: ScrubState;
  readonly find: FindState;
}

/** Restored from before the panel was hidden. */
export function restoredPanel(savedState: StoredPanelState | undefined): PanelState {
  const { isList, hiddenLabels } = savedState ?? initialView;
  const userViewport = savedState?.viewport ? { uri: savedState.uri, viewport: savedState.viewport } : undefined;
  const view = { ...initialView, isList, hiddenLabels, userViewport };
  return { view, player: initialPlayer, scrub: initialScrub, find: initialFind };
}

/** Returns the same state if nothing has changed, which spares a render at each push of a training session. */
export function reducePanel(state: PanelState, action: PanelAction): PanelState {
  const view = reduceView(state.view, action);
  const player = reducePlayer(state.player, action);
  const scrub = reduceScrub(state.scrub, action);
  const find = reduceFind(state.find, action);
  const isUnchanged = view === state.view && player === state.player && scrub === state.scrub && find === state.find;
  return isUnchanged ? state : { view, player, scrub, find };
}
