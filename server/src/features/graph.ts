/** The graph of the file that the client watches, pushed with each result. */

import { graphMethod, watchGraphMethod, watchGraphParams } from '../protocol/graph.ts';
import { arrived } from '../protocol/schema.ts';
import { type Feature, type FileView, sent } from './feature.ts';

export const graph: Feature = {
  capabilities: {},
  register(connection, server) {
    const push = ({ uri, snapshot }: FileView): void => {
      const next = server.watchedGraph.next(uri, snapshot, server.settings.digits);
      if (next) sent(connection.sendNotification(graphMethod, next));
    };
    connection.onNotification(watchGraphMethod, async (params: unknown) => {
      const asked = arrived(watchGraphParams, params);
      if (asked === undefined) return;
      server.watchedGraph.watch(asked.watched);
      const file = asked.watched && (await server.settled(asked.watched.uri));
      if (file) push(file);
    });
    server.onSettled(push);
    server.onClosed((uri) => server.watchedGraph.closed(uri));
  },
};
