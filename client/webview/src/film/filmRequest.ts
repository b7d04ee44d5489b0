/** Requests the film of the displayed graph, at most one request at a time. */

import type { Film } from '../../../../server/src/protocol/panel/film.ts';
import type { Graph } from '../../../../server/src/protocol/panel/graph.ts';
import { errorMessage } from '../errorMessage.ts';
import { LatestRequest } from '../latestRequest.ts';
import type { PlayerCommand } from '../state/actions.ts';

type FilmSubject = Pick<Graph, 'structureCount'>;

/** @param requestFilm requests the film of what the server sent last. */
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
    // A film may be newer or older than the displayed numbers, but must have the same structure.
    const isCurrent =
      command.kind === 'came' ? command.film.structureCount === latest.structureCount : latest === requested;
    if (isCurrent) onCommand(command);
  });
}
