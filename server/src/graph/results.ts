/** The results of each visible node: itself, or for a collapsed group, the nodes that are used outside it. */

import type { NodeId } from '../engine/ir/program.ts';
import type { Model } from '../language/lowering/model.ts';
import type { ComponentGraph } from './componentGraph.ts';
import type { Group, Item } from './groups.ts';
import type { ProvenanceTable } from './provenance.ts';

export interface NodeResults {
  /** In ascending order. */
  readonly all: readonly NodeId[];
  /** The node whose numbers are shown; undefined for a run with several results. */
  readonly main: NodeId | undefined;
}

/** @param takenNodes nodes of a collapsed group that are used outside it. */
export function resultsOf(
  item: Item,
  takenNodes: ReadonlySet<NodeId>,
  componentGraph: ComponentGraph,
  provenanceTable: ProvenanceTable,
  model: Model,
): NodeResults {
  if (typeof item === 'number') return { all: [componentGraph.nodes[item]], main: componentGraph.nodes[item] };
  const results = new Set(takenNodes);
  for (let component = item.start; component < item.end; component++) {
    const node = componentGraph.nodes[component];
    if (componentGraph.namedStatementOf(node) || node === componentGraph.root) results.add(node);
  }
  const mainResult = mainResultOf(item, componentGraph, provenanceTable, model);
  if (mainResult !== undefined) results.add(mainResult);
  const all = [...results].sort((a, b) => a - b);
  return { all, main: item.key.kind === 'run' && all.length === 1 ? all[0] : mainResult };
}

/** The value of a call, gradient or statement, unless that node precedes the group. */
function mainResultOf(
  { key, start, end }: Group,
  componentGraph: ComponentGraph,
  { regions }: ProvenanceTable,
  { statementNodes }: Model,
): NodeId | undefined {
  if (key.kind === 'run') return undefined;
  const node = key.kind === 'part' ? regions[key.region].result : statementNodes[key.statement.id];
  const component = node === undefined ? undefined : componentGraph.componentOf(node);
  return component !== undefined && start <= component && component < end ? node : undefined;
}
