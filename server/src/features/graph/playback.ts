/** The request `backprop/playback`: returns the graph that the client displays, one step at a time. */

import * as l10n from '@vscode/l10n';
import type { Settings } from '../../../../protocol/editor/settings.ts';
import { type Playback, playbackMethod } from '../../../../protocol/panel/playback.ts';
import type { PlaybackParams } from '../../../../protocol/panel/requests.ts';
import { fileNameOf } from '../../files/uris.ts';
import { createPlayback } from '../../graph/playback/createPlayback.ts';
import type { ShownGraph } from '../../graph/watchedGraph.ts';
import { isEvaluated } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { requestFailed } from '../support/requestFailed.ts';

export const playback: Feature = {
  capabilities: {},
  register(connection, { documents, settings, watchedGraph }) {
    connection.onRequest<Playback, void>(playbackMethod, async ({ uri }: PlaybackParams) => {
      await documents.whenPublished(uri);
      const shown = watchedGraph.shown(uri);
      if (shown === undefined)
        throw requestFailed(l10n.t("Can't play the computation: the graph of this file is not shown."));
      return playbackOfWatched(shown, uri, settings.current);
    });
  },
};

function playbackOfWatched(
  { displayGraph, structureVersion, snapshot }: ShownGraph,
  uri: string,
  { digits }: Pick<Settings, 'digits'>,
): Playback {
  const counts = { structureVersion, version: snapshot.version };
  return isEvaluated(snapshot)
    ? { ...counts, ...createPlayback(displayGraph, snapshot, digits, fileNameOf(uri)) }
    : { ...counts, steps: [], notice: l10n.t("Can't play the computation yet: the file has no numbers to show.") };
}
