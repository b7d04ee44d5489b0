/** The request `backprop/film`: the graph that the client sees, one step at a time. */

import * as l10n from '@vscode/l10n';
import { filmOf } from '../../graph/film/film.ts';
import type { SeenGraph } from '../../graph/watchedGraph.ts';
import { type Film, filmMethod } from '../../protocol/panel/film.ts';
import { askedOf } from '../../protocol/panel/requests.ts';
import type { Settings } from '../../protocol/settings.ts';
import { isEvaluated } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { fileNameOf } from '../fileName.ts';
import { refused } from '../validation.ts';

export const film: Feature = {
  capabilities: {},
  register(connection, server) {
    connection.onRequest<Film, void>(filmMethod, async (params: unknown) => {
      const question = askedOf('film', params);
      if (question === undefined) throw refused(`${filmMethod} takes the URI of a file`);
      await server.settled(question.uri);
      const seen = server.watchedGraph.seen(question.uri);
      if (seen === undefined) throw refused(l10n.t('There is no film: the graph of this file is not shown.'));
      return filmOfSeen(seen, question.uri, server.settings);
    });
  },
};

function filmOfSeen(
  { drawn, structureCount, snapshot }: SeenGraph,
  uri: string,
  { digits }: Pick<Settings, 'digits'>,
): Film {
  const counts = { structureCount, version: snapshot.version };
  return isEvaluated(snapshot)
    ? { ...counts, ...filmOf(drawn, snapshot, digits, fileNameOf(uri)) }
    : { ...counts, steps: [], refusal: l10n.t('There is no film yet: the file has no numbers that could be shown.') };
}
