/** The graph of the file that the client watches, pushed with each result. */

import { graphMethod, watchGraphMethod, watchGraphParams } from '../../protocol/panel/graph.ts';
import { type Feature, type FileView, sent } from '../feature.ts';
import { hear } from '../validation.ts';

export const graph: Feature = {
  capabilities: {},
  register(connection, server) {
    const push = ({ uri, snapshot }: FileView): void => {
      const next = server.watchedGraph.next(uri, snapshot, server.settings.digits);
      if (next) sent(connection.sendNotification(graphMethod, next));
    };
    hear(connection, watchGraphMethod, watchGraphParams, async ({ watched }) => {
      server.watchedGraph.watch(watched);
      const file = watched && (await server.settled(watched.uri));
      if (file) push(file);
    });
    server.onSettled(push);
    server.onClosed((uri) => server.watchedGraph.closed(uri));
  },
};
