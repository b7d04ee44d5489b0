/** The film of what is shown, however fast that changes. */

import type { Film } from '../../../../server/src/protocol/panel/film.ts';
import type { Graph } from '../../../../server/src/protocol/panel/graph.ts';
import { errorMessage } from '../errorMessage.ts';
import { LatestRequest } from '../latestRequest.ts';
import type { PlayerCommand } from './player.ts';

type FilmSubject = Pick<Graph, 'structureCount'>;

/** @param requestFilm for the film of what the server has sent last. */
export function createFilmRequest(
  requestFilm: () => Promise<Film>,
  onCommand: (command: PlayerCommand) => void,
): LatestRequest<FilmSubject, PlayerCommand> {
  const fetchFilm = () =>
    requestFilm().then(
      (film): PlayerCommand => ({ kind: 'came', film }),
      (error: unknown): PlayerCommand => ({ kind: 'missing', reason: errorMessage(error) }),
    );
  return new LatestRequest(fetchFilm, (command, requested, latest) => {
    // A film may be of newer numbers than those that are shown, or of older ones, but not of another structure.
    const isCurrent =
      command.kind === 'came' ? command.film.structureCount === latest.structureCount : latest === requested;
    if (isCurrent) onCommand(command);
  });
}
