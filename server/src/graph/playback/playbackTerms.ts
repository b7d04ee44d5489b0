/** Terms for drawn nodes in formulas: the name of the node, or else its formula over named nodes. */

import type { GraphNode } from '../../../../protocol/panel/graph.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { stack } from '../../engine/operators/shapes/joining.ts';
import { reshape } from '../../engine/operators/shapes/shaping.ts';
import {
  type Abbreviate,
  atom,
  expandedTerm,
  parenthesize,
  type Term,
  termOf,
  termText,
} from '../../explain/formula.ts';
import { FormulaTerms, type Name } from '../../explain/formulaTerms.ts';
import { maxFormulaLength } from '../../explain/gradientFactors.ts';
import { labelsOf } from '../../explain/labels.ts';
import { toned } from '../../explain/tonedText.ts';
import { Precedence } from '../../language/syntax/precedence.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { EvaluatedSnapshot } from '../../snapshot/snapshot.ts';
import type { DisplayGraph } from '../displayGraph.ts';

/** The terms of the playback's formulas: the drawn nodes, with the panel's labels. */
export function playbackTerms(
  { structure, outputs, mainOutputs }: DisplayGraph,
  snapshot: EvaluatedSnapshot,
  digits: number,
): FormulaTerms {
  const names = new Map<NodeId, Name>();
  const labels = labelsOf(snapshot);
  const { drawCounter, objective } = snapshot.model;
  // The graph has no node for the draw counter of random operators.
  if (drawCounter !== undefined) names.set(drawCounter, { text: 'draw', precedence: Precedence.atom });
  const terms = new FormulaTerms(snapshot, names, digits);
  structure.nodes.forEach((graphNode, nodeIndex) => {
    const ownName = graphNode.name ?? (isComputed(graphNode) ? undefined : graphNode.symbol);
    for (const node of outputs[nodeIndex]) {
      const isNamedOutput = ownName !== undefined && node === mainOutputs[nodeIndex];
      // The sum of all losses uses the label of the objective.
      const text = isNamedOutput
        ? truncate(ownName)
        : node === objective?.backwardPass.root
          ? objective.label
          : undefined;
      const label = graphNode.kind === 'group' ? labels.get(node) : undefined;
      const name = text === undefined ? label : { text, precedence: Precedence.atom };
      names.set(node, name ?? computedName(node, graphNode, terms));
    }
  });
  return terms;
}

export function isComputed({ kind }: GraphNode): boolean {
  return kind === 'operator' || kind === 'group';
}

/** The formula of a drawn node over named nodes; a long one is shortened to its operator, `tanh(…)`. */
export function formulaOf(node: NodeId, graphNode: GraphNode, terms: FormulaTerms): Term {
  const formula = formulaWith((part) => terms.symbolTerm(part), node, graphNode, terms);
  const { call, name } = terms.program.operator(node);
  return termText(formula).length <= maxFormulaLength ? formula : atom(`${call?.name ?? name}(…)`);
}

/** The formula in numbers; undefined if one of them is not scalar, or if it is too long. */
export function numericFormulaOf(node: NodeId, graphNode: GraphNode, terms: FormulaTerms): Term | undefined {
  let isScalar = true;
  const numberTerm: Abbreviate = (part) => {
    isScalar &&= terms.program.shape(part).length === 0;
    return terms.numberTerm(part);
  };
  const formula = formulaWith(numberTerm, node, graphNode, terms);
  return isScalar && termText(formula).length <= maxFormulaLength ? formula : undefined;
}

/** Follows the text: lists in brackets, and indexes in those that the node shows. */
function formulaWith(
  abbreviate: Abbreviate,
  node: NodeId,
  { kind, symbol }: GraphNode,
  { program }: FormulaTerms,
): Term {
  if (kind === 'group' || !symbol.startsWith('[')) return expandedTerm(program, node, abbreviate);
  if (program.operator(node) === stack) {
    const items = program.operands(node).map((operand) => termOf(program, operand, abbreviate).text);
    return atom(toned`[${items.reduce((list, item) => toned`${list}, ${item}`)}]`);
  }
  // An index that picks an element ends with a reshape, which removes the axis.
  const indexedNode = program.operator(node) === reshape ? program.operand(node, 0) : node;
  return atom(
    toned`${parenthesize(Precedence.atom, termOf(program, program.operand(indexedNode, 0), abbreviate))}${symbol}`,
  );
}

function computedName(node: NodeId, graphNode: GraphNode, terms: FormulaTerms): Name {
  const formula = formulaOf(node, graphNode, terms);
  return { text: termText(formula), precedence: formula.precedence };
}
