/** All that the panel knows, and how it changes: one slice a concern, every slice hears of every action. */

import type { StoredPanelState } from '../../../../server/src/protocol/panel/messages.ts';
import { initialPlayer, type Player, type PlayerAction, reducePlayer } from '../film/player.ts';
import { initialScrub, reduceScrub, type ScrubAction, type ScrubState } from '../scrub/scrub.ts';
import { initialView, reduceView, type View, type ViewAction } from './view.ts';

export interface PanelState {
  readonly view: View;
  readonly player: Player;
  readonly scrub: ScrubState;
}

export type PanelAction = ViewAction | PlayerAction | ScrubAction;

/** As it was before it was hidden. */
export function restoredPanel(savedState: StoredPanelState | undefined): PanelState {
  const isList = savedState?.isList ?? false;
  const userViewport = savedState?.look ? { uri: savedState.uri, viewport: savedState.look } : undefined;
  return { view: { ...initialView, isList, userViewport }, player: initialPlayer, scrub: initialScrub };
}

/** The same state where nothing has changed, so that nothing is drawn anew: as with each push of a training session. */
export function reducePanel(state: PanelState, action: PanelAction): PanelState {
  const view = reduceView(state.view, action);
  const player = reducePlayer(state.player, action);
  const scrub = reduceScrub(state.scrub, action);
  const isUnchanged = view === state.view && player === state.player && scrub === state.scrub;
  return isUnchanged ? state : { view, player, scrub };
}
