/** Records the graphs that the server pushes during edits, for replay. */

import { pathToFileURL } from 'node:url';
import {
  type CollapseState,
  type GraphUpdate,
  graphUpdateMethod,
  watchGraphMethod,
} from '../../../protocol/panel/graph.ts';
import { ModelServer } from './modelServer.ts';

export interface Recording {
  readonly uri: string;
  /** The first graph, with its structure. */
  readonly first: GraphUpdate;
  /** One graph for each text, in order. */
  readonly graphs: readonly GraphUpdate[];
}

/** @param texts returns the next text for all graphs so far, or undefined at the end. */
export async function recordGraphs(
  path: string,
  text: string,
  collapseState: CollapseState,
  texts: (graphs: readonly GraphUpdate[]) => string | undefined,
): Promise<Recording> {
  const uri = pathToFileURL(path).toString();
  const server = await ModelServer.of(uri, text);
  let nextGraph = Promise.withResolvers<GraphUpdate>();
  server.connection.onNotification(graphUpdateMethod, (graph: GraphUpdate) => nextGraph.resolve(graph));
  await server.connection.sendNotification(watchGraphMethod, { watched: { uri, collapseState } });
  const first = await nextGraph.promise;
  const graphs: GraphUpdate[] = [];
  for (let next = texts(graphs); next !== undefined; next = texts(graphs)) {
    nextGraph = Promise.withResolvers();
    await server.edit(next);
    graphs.push(await nextGraph.promise);
  }
  await server.stop();
  return { uri, first, graphs };
}
