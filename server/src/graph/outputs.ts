/** The outputs of each visible item: a vertex's own node, or the nodes of a collapsed group that are used outside it. */

import type { NodeId } from '../engine/ir/program.ts';
import type { Model } from '../language/lowering/model.ts';
import type { ExpandedGraph } from './expandedGraph.ts';
import { type Group, type Item, lastRegion } from './groups.ts';
import type { ProvenanceTable } from './provenance.ts';

export interface NodeOutputs {
  /** In ascending order. */
  readonly all: readonly NodeId[];
  /** The node whose numbers are shown; undefined for a chunk with several outputs. */
  readonly main: NodeId | undefined;
}

/** @param takenNodes nodes of a collapsed group that are used outside it. */
export function outputsOf(
  item: Item,
  takenNodes: ReadonlySet<NodeId>,
  expandedGraph: ExpandedGraph,
  provenanceTable: ProvenanceTable,
  model: Model,
): NodeOutputs {
  if (typeof item === 'number')
    return { all: [expandedGraph.programNodes[item]], main: expandedGraph.programNodes[item] };
  const outputs = new Set(takenNodes);
  for (let vertex = item.start; vertex < item.end; vertex++) {
    const node = expandedGraph.programNodes[vertex];
    if (expandedGraph.namedStatementOf(node) || node === expandedGraph.root) outputs.add(node);
  }
  const mainOutput = mainOutputOf(item, expandedGraph, provenanceTable, model);
  if (mainOutput !== undefined) outputs.add(mainOutput);
  const all = [...outputs].sort((a, b) => a - b);
  return { all, main: item.key.kind === 'chunk' && all.length === 1 ? all[0] : mainOutput };
}

/** The value of a call, gradient or statement, unless that node precedes the group. */
export function mainOutputOf(
  group: Group,
  expandedGraph: ExpandedGraph,
  { regions }: ProvenanceTable,
  { statementNodes }: Model,
): NodeId | undefined {
  const { key, start, end } = group;
  if (key.kind === 'chunk') return undefined;
  const region = key.kind === 'repeat' ? lastRegion(group) : key.kind === 'region' ? key.region : undefined;
  const node =
    key.kind === 'statement'
      ? statementNodes[key.statement.id]
      : region === undefined
        ? undefined
        : regions[region].result;
  const vertex = node === undefined ? undefined : expandedGraph.vertexOf(node);
  return vertex !== undefined && start <= vertex && vertex < end ? node : undefined;
}
