/** What each node that is seen comes to: itself, or of a folded group what others take from it, and what it was made for. */

import type { NodeId } from '../engine/ir/program.ts';
import type { Model } from '../language/lowering/model.ts';
import type { Circuit } from './components.ts';
import type { Group, Item } from './groups.ts';
import type { Standings } from './provenance.ts';

export interface Results {
  /** In ascending order. */
  readonly all: readonly NodeId[];
  /** The one whose numbers are shown; undefined of a run with several. */
  readonly main: NodeId | undefined;
}

/** @param taken what others take from it, where it is folded. */
export function resultsOf(
  item: Item,
  taken: ReadonlySet<NodeId>,
  circuit: Circuit,
  standings: Standings,
  model: Model,
): Results {
  if (typeof item === 'number') return { all: [circuit.nodes[item]], main: circuit.nodes[item] };
  const results = new Set(taken);
  for (let component = item.start; component < item.end; component++) {
    const node = circuit.nodes[component];
    if (circuit.namingOf(node) || node === circuit.root) results.add(node);
  }
  const purpose = purposeOf(item, circuit, standings, model);
  if (purpose !== undefined) results.add(purpose);
  const all = [...results].sort((a, b) => a - b);
  return { all, main: item.made.kind === 'run' && all.length === 1 ? all[0] : purpose };
}

/** What a call returns, what a gradient is, what a statement names, unless that stands before it. */
function purposeOf(
  { made, start, end }: Group,
  circuit: Circuit,
  { parts }: Standings,
  { statementNodes }: Model,
): NodeId | undefined {
  if (made.kind === 'run') return undefined;
  const node = made.kind === 'part' ? parts[made.part].result : statementNodes[made.statement.index];
  const component = node === undefined ? undefined : circuit.componentOf(node);
  return component !== undefined && start <= component && component < end ? node : undefined;
}
