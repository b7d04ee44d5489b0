/** The request `backprop/findNode`: searches the graph that the client displays, including collapsed groups. */

import * as l10n from '@vscode/l10n';
import { type FindNodeReply, findNodeMethod, maxMatches } from '../../../../protocol/panel/findNode.ts';
import type { FindNodeParams } from '../../../../protocol/panel/requests.ts';
import type { DisplayGraph } from '../../graph/displayGraph.ts';
import { NodeSearch } from '../../graph/search/nodeSearch.ts';
import type { ShownGraph } from '../../graph/watchedGraph.ts';
import type { Feature } from '../feature.ts';

export const findNode: Feature = {
  capabilities: {},
  register(connection, { documents, watchedGraph }) {
    /** Kept while one types a query. */
    const searches = new WeakMap<DisplayGraph, NodeSearch>();
    const searchOf = ({ displayGraph, snapshot }: ShownGraph): NodeSearch => {
      const search = searches.get(displayGraph) ?? new NodeSearch(snapshot, displayGraph.structure.collapseState);
      searches.set(displayGraph, search);
      return search;
    };
    connection.onRequest<FindNodeReply, void>(findNodeMethod, async ({ uri, query }: FindNodeParams) => {
      await documents.whenPublished(uri);
      const shown = watchedGraph.shown(uri);
      return shown
        ? searchOf(shown).find(query, maxMatches)
        : { matches: [], total: 0, reason: l10n.t("Can't search: the graph of this file is not shown.") };
    });
  },
};
