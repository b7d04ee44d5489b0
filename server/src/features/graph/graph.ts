/** Pushes the graph of the watched file to the client with each result. */

import { graphMethod, watchGraphMethod, watchGraphParams } from '../../../../protocol/panel/graph.ts';
import type { FileView } from '../../documents/fileView.ts';
import { type Feature, fireAndForget } from '../feature.ts';
import { onValidated } from '../validation.ts';

export const graph: Feature = {
  capabilities: {},
  register(connection, server) {
    const push = ({ uri, snapshot }: FileView): void => {
      const update = server.watchedGraph.update(uri, snapshot, server.settings.digits);
      if (update) fireAndForget(connection.sendNotification(graphMethod, update));
    };
    onValidated(connection, watchGraphMethod, watchGraphParams, async ({ watched }) => {
      server.watchedGraph.watch(watched);
      const file = watched && (await server.shownFile(watched.uri));
      if (file) push(file);
    });
    server.onShown(push);
    server.onClosed((uri) => server.watchedGraph.close(uri));
  },
};
