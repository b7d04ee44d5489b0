/** Requests the playback of the displayed graph, at most one request at a time. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { Playback } from '../../../../protocol/panel/playback.ts';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';
import { LatestRequest } from '../latestRequest.ts';
import type { PlayerCommand } from '../state/actions.ts';
import type { CompleteGraph } from '../state/viewState.ts';

type PlaybackSubject = Pick<CompleteGraph, 'structureVersion' | 'structure'>;

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
        ? command.playback.structureVersion === latest.structureVersion && fits(command.playback, latest.structure)
        : latest === requested;
    if (isCurrent) onCommand(command);
  });
}

/** True if every step is about nodes and wires of the structure. */
function fits({ steps }: Playback, { nodes, wires }: GraphStructure): boolean {
  return steps.every(
    ({ node, wire, resultNode }) =>
      node in nodes && (wire === null || wire in wires) && (resultNode === null || resultNode in nodes),
  );
}
