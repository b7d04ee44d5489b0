/** The request `backprop/film`: returns the graph that the client displays, one step at a time. */

import * as l10n from '@vscode/l10n';
import { createFilm } from '../../graph/film/film.ts';
import type { ShownGraph } from '../../graph/watchedGraph.ts';
import { type Film, filmMethod } from '../../protocol/panel/film.ts';
import { parsePanelRequest } from '../../protocol/panel/requests.ts';
import type { Settings } from '../../protocol/settings.ts';
import { isEvaluated } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { fileNameOf } from '../fileName.ts';
import { requestFailed } from '../validation.ts';

export const film: Feature = {
  capabilities: {},
  register(connection, server) {
    connection.onRequest<Film, void>(filmMethod, async (params: unknown) => {
      const request = parsePanelRequest('film', params);
      if (request === undefined) throw requestFailed(`${filmMethod} takes the URI of a file`);
      await server.shownFile(request.uri);
      const watched = server.watchedGraph.shown(request.uri);
      if (watched === undefined)
        throw requestFailed(l10n.t("Can't play the computation: the graph of this file is not shown."));
      return filmOfWatched(watched, request.uri, server.settings);
    });
  },
};

function filmOfWatched(
  { displayGraph, structureCount, snapshot }: ShownGraph,
  uri: string,
  { digits }: Pick<Settings, 'digits'>,
): Film {
  const counts = { structureCount, version: snapshot.version };
  return isEvaluated(snapshot)
    ? { ...counts, ...createFilm(displayGraph, snapshot, digits, fileNameOf(uri)) }
    : { ...counts, steps: [], refusal: l10n.t("Can't play the computation yet: the file has no numbers to show.") };
}
