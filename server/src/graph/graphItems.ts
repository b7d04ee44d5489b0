/** The items of a graph with their ids and descriptions, before they are drawn or searched. */

import type { CollapseState } from '../../../protocol/panel/graph.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { DisplayIds } from './displayIds.ts';
import { ExpandedGraph } from './expandedGraph.ts';
import { groupsOf, type Item } from './groups.ts';
import { NodeDescriptions } from './nodeDescriptions.ts';
import { ProvenanceTable } from './provenance.ts';
import { type ResolvedCollapseState, resolveCollapseState, withDefault } from './resolveCollapseState.ts';

export interface GraphItems {
  readonly expandedGraph: ExpandedGraph;
  readonly provenanceTable: ProvenanceTable;
  readonly ids: DisplayIds;
  /** The top-level items. */
  readonly items: readonly Item[];
  readonly resolved: ResolvedCollapseState;
  readonly descriptions: NodeDescriptions;
}

export function graphItemsOf(snapshot: Snapshot, collapseState: CollapseState): GraphItems {
  const expandedGraph = new ExpandedGraph(snapshot);
  const provenanceTable = new ProvenanceTable(snapshot, expandedGraph);
  const ids = new DisplayIds(expandedGraph, provenanceTable, snapshot.model);
  const state = withDefault(collapseState, expandedGraph);
  const items = groupsOf(expandedGraph, provenanceTable, state.isCollapsed === false);
  const resolved = resolveCollapseState(items, expandedGraph, state, ids);
  const descriptions = new NodeDescriptions(snapshot, expandedGraph, provenanceTable, ids);
  return { expandedGraph, provenanceTable, ids, items, resolved, descriptions };
}
