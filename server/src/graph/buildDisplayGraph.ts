/**
 * Builds the display graph of a snapshot. Nodes of the program (`NodeId`) that are worth drawing become vertices of the
 * `ExpandedGraph`; vertices and groups of them are items; the visible items, vertices and collapsed groups, are the
 * nodes of the display graph, referred to by their index.
 */

import type { CollapseState } from '../../../protocol/panel/graph.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { DisplayGraph } from './displayGraph.ts';
import { DisplayIds } from './displayIds.ts';
import { ExpandedGraph } from './expandedGraph.ts';
import { groupsOf } from './groups.ts';
import { NodeDescriptions } from './nodeDescriptions.ts';
import { outputsOf } from './outputs.ts';
import { ProvenanceTable } from './provenance.ts';
import { resolveCollapseState } from './resolveCollapseState.ts';
import { VisibleItems } from './visibleItems.ts';
import { WireBuilder } from './wires.ts';

export function buildDisplayGraph(snapshot: Snapshot, collapseState: CollapseState): DisplayGraph {
  const { model } = snapshot;
  const expandedGraph = new ExpandedGraph(snapshot);
  const provenanceTable = new ProvenanceTable(snapshot, expandedGraph);
  const ids = new DisplayIds(expandedGraph, provenanceTable, model);
  const items = groupsOf(expandedGraph, provenanceTable);
  const resolved = resolveCollapseState(items, expandedGraph.length, collapseState, ids);
  const visible = new VisibleItems(items, resolved.expanded, expandedGraph.length);
  const wireBuilder = new WireBuilder(model.program, expandedGraph, visible);
  const descriptions = new NodeDescriptions(snapshot, expandedGraph, provenanceTable, ids);
  const outputs = visible.nodes.map(({ item }, nodeIndex) =>
    outputsOf(item, wireBuilder.nodesTakenFrom(nodeIndex), expandedGraph, provenanceTable, model),
  );
  return {
    structure: {
      nodes: visible.nodes.map(({ item, parent }, nodeIndex) =>
        typeof item === 'number'
          ? descriptions.vertex(item, parent)
          : descriptions.collapsedGroup(item, parent, outputs[nodeIndex]),
      ),
      groups: visible.frames.map(({ item, parent }) => descriptions.expandedGroup(item, parent)),
      wires: wireBuilder.wires,
      root: model.objective?.label ?? null,
      collapseState: resolved.collapseState,
      notice: resolved.notice,
    },
    outputs: outputs.map(({ all }) => all),
    mainOutputs: outputs.map(({ main }) => main),
    provenance: visible.nodes.map(({ item }) =>
      typeof item === 'number' ? provenanceTable.provenanceOf(item) : descriptions.provenanceOf(item),
    ),
    flows: wireBuilder.flows,
    nodeIndexOf(node) {
      const vertex = expandedGraph.vertexOf(node);
      return vertex === undefined ? undefined : visible.nodeIndexOf[vertex];
    },
  };
}
