/** Requests the playback of the displayed graph, at most one request at a time. */

import { errorMessage } from '../../../../protocol/errorMessage.ts';
import type { Graph } from '../../../../protocol/panel/graph.ts';
import type { Playback } from '../../../../protocol/panel/playback.ts';
import { LatestRequest } from '../latestRequest.ts';
import type { PlayerCommand } from '../state/actions.ts';

type PlaybackSubject = Pick<Graph, 'structureVersion'>;

/** @param requestPlayback requests the playback of what the server sent last. */
export function createPlaybackRequest(
  requestPlayback: () => Promise<Playback>,
  onCommand: (command: PlayerCommand) => void,
): LatestRequest<PlaybackSubject, PlayerCommand> {
  const fetchPlayback = () =>
    requestPlayback().then(
      (playback): PlayerCommand => ({ kind: 'received', playback }),
      (error: unknown): PlayerCommand => ({ kind: 'failed', reason: errorMessage(error) }),
    );
  return new LatestRequest(fetchPlayback, (command, requested, latest) => {
    // A playback may be newer or older than the displayed numbers, but must have the same structure.
    const isCurrent =
      command.kind === 'received'
        ? command.playback.structureVersion === latest.structureVersion
        : latest === requested;
    if (isCurrent) onCommand(command);
  });
}
