/** All that the panel knows, and how it changes: one slice a concern, every slice hears of every action. */

import type { PanelMemory } from '../../../../server/src/protocol/panel/messages.ts';
import { noPlayer, type Player, type PlayerAction, reducePlayer } from '../film/player.ts';
import { noScrub, reduceScrub, type Scrub, type ScrubAction } from '../scrub/scrub.ts';
import { emptyView, reduceView, type View, type ViewAction } from './view.ts';

export interface PanelState {
  readonly view: View;
  readonly player: Player;
  readonly scrub: Scrub;
}

export type PanelAction = ViewAction | PlayerAction | ScrubAction;

/** As it was before it was hidden. */
export function panelAfter(memory: PanelMemory | undefined): PanelState {
  const isList = memory?.isList ?? false;
  const moved = memory?.look ? { of: memory.uri, look: memory.look } : undefined;
  return { view: { ...emptyView, isList, moved }, player: noPlayer, scrub: noScrub };
}

/** The same state where nothing has changed, so that nothing is drawn anew: as with each push of a training session. */
export function reducePanel(state: PanelState, action: PanelAction): PanelState {
  const view = reduceView(state.view, action);
  const player = reducePlayer(state.player, action);
  const scrub = reduceScrub(state.scrub, action);
  const isSame = view === state.view && player === state.player && scrub === state.scrub;
  return isSame ? state : { view, player, scrub };
}
