/** The film of what is shown, however fast that changes. */

import type { Film } from '../../../../server/src/protocol/panel/film.ts';
import type { Graph } from '../../../../server/src/protocol/panel/graph.ts';
import { reasonOf } from '../reason.ts';
import { Latest } from '../replaceable.ts';
import type { PlayerAct } from './player.ts';

type Structured = Pick<Graph, 'structureCount'>;

/** @param ask for the film of what the server has sent last. */
export function latestFilm(ask: () => Promise<Film>, onAct: (act: PlayerAct) => void): Latest<Structured, PlayerAct> {
  const answer = () =>
    ask().then(
      (film): PlayerAct => ({ kind: 'came', film }),
      (error: unknown): PlayerAct => ({ kind: 'missing', reason: reasonOf(error) }),
    );
  return new Latest(answer, (act, asked, newest) => {
    // A film may be of newer numbers than those that are shown, or of older ones, but not of another structure.
    const isOfShown = act.kind === 'came' ? act.film.structureCount === newest.structureCount : newest === asked;
    if (isOfShown) onAct(act);
  });
}
