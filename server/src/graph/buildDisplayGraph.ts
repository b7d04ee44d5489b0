/**
 * Builds the display graph of a snapshot, in these terms:
 *
 * - A vertex of the `ExpandedGraph` is a node of the program (`NodeId`) that is worth drawing.
 * - A region is a range of nodes inlined from one call, gradient or imported const, see `InlinedRegion`.
 * - An item is a vertex or a group of items. A group is a region, a statement with several items, or a chunk:
 *   consecutive items of a list that is too long.
 * - Each group is expanded, and drawn as a frame around its items, or collapsed. Vertices and collapsed groups outside
 *   collapsed groups are the nodes of the display graph, referred to by their index.
 * - An output of a display node is a node of the program in it that is named or used outside it.
 */

import type { CollapseState } from '../../../protocol/panel/graph.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { DisplayGraph } from './displayGraph.ts';
import { DrawnItems } from './drawnItems.ts';
import { graphItemsOf } from './graphItems.ts';
import { outputsOf } from './outputs.ts';
import { WireBuilder } from './wires.ts';

export function buildDisplayGraph(snapshot: Snapshot, collapseState: CollapseState): DisplayGraph {
  const { model } = snapshot;
  const { expandedGraph, provenanceTable, items, resolved, descriptions } = graphItemsOf(snapshot, collapseState);
  const drawnItems = new DrawnItems(items, resolved.expanded, expandedGraph.length);
  const wireBuilder = new WireBuilder(model.program, expandedGraph, drawnItems);
  const outputs = drawnItems.drawnItems.map(({ item }, nodeIndex) =>
    outputsOf(item, wireBuilder.nodesTakenFrom(nodeIndex), expandedGraph, provenanceTable, model),
  );
  return {
    structure: {
      nodes: drawnItems.drawnItems.map(({ item, parent }, nodeIndex) =>
        typeof item === 'number'
          ? descriptions.vertex(item, parent)
          : descriptions.collapsedGroup(item, parent, outputs[nodeIndex]),
      ),
      groups: drawnItems.frames.map(({ item, parent }) => descriptions.expandedGroup(item, parent)),
      wires: wireBuilder.wires,
      objectiveName: model.objective?.label ?? null,
      collapseState: resolved.collapseState,
      notice: resolved.notice,
    },
    outputs: outputs.map(({ all }) => all),
    mainOutputs: outputs.map(({ main }) => main),
    provenance: drawnItems.drawnItems.map(({ item }) =>
      typeof item === 'number' ? provenanceTable.provenanceOf(item) : descriptions.provenanceOf(item),
    ),
    wireValues: wireBuilder.wireValues,
    nodeIndexOf(node) {
      const vertex = expandedGraph.vertexOf(node);
      return vertex === undefined ? undefined : drawnItems.itemIndexByVertex[vertex];
    },
  };
}
