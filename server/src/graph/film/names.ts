/** What the film calls each drawn node: by its name, or else by how it is computed from what has one. */

import type { NodeId } from '../../engine/ir/program.ts';
import { stack } from '../../engine/operators/layout/joining.ts';
import { reshape } from '../../engine/operators/layout/shaping.ts';
import { longestFormula } from '../../explain/factors.ts';
import { atom, type Leaf, type Term, termOf, within, written, writtenOut } from '../../explain/formula.ts';
import { labelsOf } from '../../explain/labels.ts';
import { Leaves, type Name } from '../../explain/leaves.ts';
import { toned } from '../../explain/toned.ts';
import { shortened } from '../../language/base/truncate.ts';
import { bindings } from '../../language/syntax/precedence.ts';
import type { GraphNode } from '../../protocol/panel/graph.ts';
import type { Evaluated } from '../../snapshot/snapshot.ts';
import type { DrawnGraph } from '../displayGraph.ts';

/** The leaves of the film's formulas: the drawn nodes, in the words of the panel. */
export function drawnLeaves({ structure, results, mains }: DrawnGraph, snapshot: Evaluated, digits: number): Leaves {
  const names = new Map<NodeId, Name>();
  const labels = labelsOf(snapshot);
  const { draw, objective } = snapshot.model;
  // What random operators draw by is not drawn itself.
  if (draw !== undefined) names.set(draw, { text: 'draw', binding: bindings.atom });
  const leaves = new Leaves(snapshot, names, digits);
  structure.nodes.forEach((drawn, place) => {
    const own = drawn.name ?? (isComputed(drawn) ? undefined : drawn.symbol);
    for (const node of results[place]) {
      const isOwn = own !== undefined && node === mains[place];
      // The sum of all losses is called as what the gradients are of.
      const text = isOwn ? shortened(own) : node === objective?.gradient.root ? objective.label : undefined;
      const label = drawn.kind === 'group' ? labels.get(node) : undefined;
      const name = text === undefined ? label : { text, binding: bindings.atom };
      names.set(node, name ?? computedName(node, drawn, leaves));
    }
  });
  return leaves;
}

export function isComputed({ kind }: GraphNode): boolean {
  return kind === 'operator' || kind === 'group';
}

/** How a drawn node is computed from what has a name; of what takes many words the operator alone, `tanh(…)`. */
export function formulaOf(node: NodeId, drawn: GraphNode, leaves: Leaves): Term {
  const formula = formulaWith((part) => leaves.symbol(part), node, drawn, leaves);
  const { call, name } = leaves.program.operator(node);
  return written(formula).length <= longestFormula ? formula : atom(`${call?.name ?? name}(…)`);
}

/** The same in numbers; undefined where not all of them are scalar, or they take many words. */
export function numbersOf(node: NodeId, drawn: GraphNode, leaves: Leaves): Term | undefined {
  let isScalar = true;
  const numeral: Leaf = (part) => {
    isScalar &&= leaves.program.shape(part).length === 0;
    return leaves.numeral(part);
  };
  const formula = formulaWith(numeral, node, drawn, leaves);
  return isScalar && written(formula).length <= longestFormula ? formula : undefined;
}

/** As the text has it: a list in brackets, and an index in those that the node shows. */
function formulaWith(leaf: Leaf, node: NodeId, { kind, symbol }: GraphNode, { program }: Leaves): Term {
  if (kind === 'group' || !symbol.startsWith('[')) return writtenOut(program, node, leaf);
  if (program.operator(node) === stack) {
    const items = program.operands(node).map((operand) => termOf(program, operand, leaf).parts);
    return atom(toned`[${items.reduce((list, item) => toned`${list}, ${item}`)}]`);
  }
  // Behind an index that picks a place a reshape leaves its axis out.
  const picking = program.operator(node) === reshape ? program.operand(node, 0) : node;
  return atom(toned`${within(bindings.atom, termOf(program, program.operand(picking, 0), leaf))}${symbol}`);
}

function computedName(node: NodeId, drawn: GraphNode, leaves: Leaves): Name {
  const formula = formulaOf(node, drawn, leaves);
  return { text: written(formula), binding: formula.binding };
}
