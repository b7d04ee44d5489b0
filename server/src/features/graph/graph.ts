/** Pushes the graph of the watched file to the client with each result. */

import { graphUpdateMethod, type WatchGraphParams, watchGraphMethod } from '../../../../protocol/panel/graph.ts';
import type { FileView } from '../../documents/fileView.ts';
import type { Feature } from '../feature.ts';
import { fireAndForget } from '../support/fireAndForget.ts';

export const graph: Feature = {
  capabilities: {},
  register(connection, { documents, settings, watchedGraph }) {
    const push = ({ uri, snapshot }: FileView): void => {
      const update = watchedGraph.update(uri, snapshot, settings.current.digits);
      if (update) fireAndForget(connection.sendNotification(graphUpdateMethod, update));
    };
    connection.onNotification(watchGraphMethod, async ({ watched }: WatchGraphParams) => {
      watchedGraph.watch(watched);
      const file = watched && (await documents.whenPublished(watched.uri));
      if (file) push(file);
    });
    documents.onPublished(push);
    documents.onClosed((uri) => watchedGraph.close(uri));
  },
};
