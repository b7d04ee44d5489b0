/** What the film calls each drawn node: by its name, or else by how it is computed from what has one. */

import type { NodeId } from '../../engine/program.ts';
import { longestFormula } from '../../explain/factors.ts';
import { atom, bindings, type Term, written, writtenOut } from '../../explain/formula.ts';
import { labelsOf } from '../../explain/labels.ts';
import { Leaves, type Name } from '../../explain/leaves.ts';
import { shortened } from '../../language/shortened.ts';
import type { Evaluated } from '../../snapshot/snapshot.ts';
import type { DrawnGraph } from '../drawnGraph.ts';

/** The leaves of the film's formulas: the drawn nodes, in the words of the panel. */
export function drawnLeaves({ structure, results }: DrawnGraph, snapshot: Evaluated, digits: number): Leaves {
  const names = new Map<NodeId, Name>();
  const labels = labelsOf(snapshot);
  const leaves = new Leaves(snapshot, names, digits);
  structure.nodes.forEach(({ kind, name, symbol }, place) => {
    const isComputed = kind === 'operator' || kind === 'group';
    const own = name ?? (isComputed ? undefined : symbol);
    for (const node of results[place]) {
      const isOwn = own !== undefined && results[place].length === 1;
      const label = kind === 'group' && !isOwn ? labels.get(node) : undefined;
      names.set(node, isOwn ? { text: shortened(own), binding: bindings.atom } : (label ?? computedName(node, leaves)));
    }
  });
  return leaves;
}

/** How a node is computed from what has a name; of what takes many words the operator alone, `tanh(…)`. */
export function formulaOf(node: NodeId, leaves: Leaves): Term {
  const formula = writtenOut(leaves.program, node, (part) => leaves.symbol(part));
  const { call, name } = leaves.program.operator(node);
  return written(formula).length <= longestFormula ? formula : atom(`${call?.name ?? name}(…)`);
}

function computedName(node: NodeId, leaves: Leaves): Name {
  const formula = formulaOf(node, leaves);
  return { text: written(formula), binding: formula.binding };
}
