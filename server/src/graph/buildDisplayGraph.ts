/** Builds the display graph of a snapshot: nodes, groups and wires, as far as groups are expanded. */

import type { Folding } from '../protocol/panel/graph.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { ComponentGraph } from './componentGraph.ts';
import type { DisplayGraph } from './displayGraph.ts';
import { DisplayIds } from './displayIds.ts';
import { groupsOf } from './groups.ts';
import { initialExpansionOf } from './initialExpansion.ts';
import { NodeDescriptions } from './nodeDescriptions.ts';
import { Placement } from './placement.ts';
import { ProvenanceTable } from './provenance.ts';
import { resultsOf } from './results.ts';
import { WireBuilder } from './wires.ts';

export function buildDisplayGraph(snapshot: Snapshot, folding: Folding): DisplayGraph {
  const { model } = snapshot;
  const componentGraph = new ComponentGraph(snapshot);
  const provenanceTable = new ProvenanceTable(snapshot, componentGraph);
  const ids = new DisplayIds(componentGraph, provenanceTable, model);
  const items = groupsOf(componentGraph, provenanceTable);
  const expansion = initialExpansionOf(items, componentGraph.length, folding, ids);
  const placement = new Placement(items, expansion.expanded, componentGraph.length);
  const wireBuilder = new WireBuilder(model.program, componentGraph, placement);
  const descriptions = new NodeDescriptions(snapshot, componentGraph, provenanceTable, ids);
  const results = placement.shown.map(({ item }, nodeIndex) =>
    resultsOf(item, wireBuilder.nodesTakenFrom(nodeIndex), componentGraph, provenanceTable, model),
  );
  return {
    structure: {
      nodes: placement.shown.map(({ item, parent }, nodeIndex) =>
        typeof item === 'number'
          ? descriptions.component(item, parent)
          : descriptions.collapsedGroup(item, parent, results[nodeIndex]),
      ),
      groups: placement.frames.map(({ item, parent }) => descriptions.expandedGroup(item, parent)),
      wires: wireBuilder.wires,
      root: model.objective?.label ?? null,
      folding: expansion.folding,
      notice: expansion.notice,
    },
    results: results.map(({ all }) => all),
    mainResults: results.map(({ main }) => main),
    provenance: placement.shown.map(({ item }) =>
      typeof item === 'number' ? provenanceTable.provenanceOf(item) : descriptions.provenanceOf(item),
    ),
    flows: wireBuilder.flows,
    nodeIndexOf(node) {
      const component = componentGraph.componentOf(node);
      return component === undefined ? undefined : placement.nodeIndexOf[component];
    },
  };
}
