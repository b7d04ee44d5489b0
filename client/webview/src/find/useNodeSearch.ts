/** The nodes that match a query, searched again with each new text of the model. */

import { useEffect, useMemo, useState } from 'react';
import type { FindNodeReply } from '../../../../protocol/panel/findNode.ts';
import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';
import type { Bridge } from '../bridge.ts';
import { LatestRequest } from '../latestRequest.ts';
import type { CompleteGraph } from '../state/viewState.ts';

export interface SearchResult extends FindNodeReply {
  readonly query: string;
}

/** A new version may name other nodes inside collapsed groups, which are not part of the structure. */
interface Search {
  readonly query: string;
  readonly version: number;
  readonly structure: GraphStructure;
}

/** Undefined before the first response. The result of the previous query stays until the next one is there. */
export function useNodeSearch(bridge: Bridge, graph: CompleteGraph, query: string): SearchResult | undefined {
  const [result, setResult] = useState<SearchResult>();
  const latest = useMemo(
    () =>
      new LatestRequest<Search, FindNodeReply>(
        ({ query }) =>
          bridge
            .request('findNode', { query })
            .catch((error: unknown) => ({ matches: [], total: 0, reason: errorMessage(error) })),
        (reply, { query }) => setResult({ ...reply, query }),
      ),
    [bridge],
  );
  const { structure, version } = graph;
  useEffect(() => {
    latest.request({ query, version, structure });
  }, [latest, structure, version, query]);
  useEffect(() => () => latest.cancel(), [latest]);
  return result;
}
