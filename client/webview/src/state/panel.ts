/** All that the panel knows, and how it changes: one slice a concern, every slice hears of every action. */

import type { PanelMemory } from '../../../../server/src/protocol/panel.ts';
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
  return { view: { ...emptyView, isList: memory?.isList ?? false }, player: noPlayer, scrub: noScrub };
}

export function reducePanel(state: PanelState, action: PanelAction): PanelState {
  return {
    view: reduceView(state.view, action),
    player: reducePlayer(state.player, action),
    scrub: reduceScrub(state.scrub, action),
  };
}
