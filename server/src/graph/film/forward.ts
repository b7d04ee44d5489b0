/** The forward part of a film: each operator and each folded group computes its value, in the order of the program. */

import type { Operator } from '../../engine/operator.ts';
import type { NodeId } from '../../engine/program.ts';
import { longestFormula } from '../../explain/factors.ts';
import { type Term, written, writtenOut } from '../../explain/formula.ts';
import { inTone, type Parts, textOf, toned } from '../../explain/toned.ts';
import { shortened } from '../../language/shortened.ts';
import type { FilmStep } from '../../protocol/film.ts';
import type { GraphNode } from '../../protocol/graph.ts';
import { formulaOf } from './names.ts';
import { equated, type Stage } from './stage.ts';

/** A group with more results names the first ones. */
const mostResults = 3;

export function isComputed({ kind }: GraphNode): boolean {
  return kind === 'operator' || kind === 'group';
}

export function forwardSteps(stage: Stage): FilmStep[] {
  return stage.drawn.structure.nodes.flatMap((node, place) => (isComputed(node) ? [forwardStep(stage, place)] : []));
}

function forwardStep(stage: Stage, place: number): FilmStep {
  const { structure, results } = stage.drawn;
  const node = structure.nodes[place];
  const [first] = results[place];
  const isGroup = node.kind === 'group';
  return {
    phase: 'forward',
    node: place,
    wire: null,
    known: place,
    rule: isGroup ? ruleOfGroup(node) : ruleOf(stage.leaves.program.operator(first)),
    equation: [...(isGroup ? groupEquation(stage, place) : equationOf(stage, node, first))],
    sum: null,
    gradient: null,
    ...stage.statementOf(place),
  };
}

/** `q = x + y = −2 + 5 = 3`; what has no name begins with how it is computed. */
function equationOf(stage: Stage, { name }: GraphNode, result: NodeId): Parts {
  const { leaves } = stage;
  const sides: Parts[] = name === null ? [] : [toned`${shortened(name)}`];
  const formula = formulaOf(result, leaves);
  sides.push(formula.parts);
  const numbers = inNumbers(stage, result);
  if (numbers && written(numbers).length <= longestFormula) sides.push(numbers.parts);
  return equated([...sides, stage.valueResult(leaves.quantity(result))]);
}

/** How a node is computed in numbers; undefined where not all of them are scalar. */
function inNumbers({ leaves }: Stage, node: NodeId): Term | undefined {
  let isScalar = true;
  const formula = writtenOut(leaves.program, node, (part) => {
    isScalar &&= leaves.program.shape(part).length === 0;
    return leaves.numeral(part);
  });
  return isScalar ? formula : undefined;
}

/** `h = dense(x) = [4×3] 0.1 ± 0.5 ▁▃▇`; of several results each is told by its name. */
function groupEquation(stage: Stage, place: number): Parts {
  const { structure, results } = stage.drawn;
  const { name, symbol } = structure.nodes[place];
  const nodes = results[place];
  const resultOf = (node: NodeId): Parts => stage.valueResult(stage.leaves.quantity(node));
  if (nodes.length === 1) {
    const call = toned`${symbol}${argumentsOf(stage, place)}`;
    return equated([...(name === null ? [] : [toned`${shortened(name)}`]), call, resultOf(nodes[0])]);
  }
  const shown = nodes
    .slice(0, mostResults)
    .map((node) => toned`${stage.leaves.names.get(node)!.text} = ${resultOf(node)}`);
  const more = nodes.length - shown.length;
  const listed = shown.reduce((list, result) => toned`${list} · ${result}`);
  return more > 0 ? toned`${listed} · and ${String(more)} more` : listed;
}

/** What a call takes, `(x, 2)` by name; nothing of a group that is no call. */
function argumentsOf(stage: Stage, place: number): Parts {
  const { structure, flows } = stage.drawn;
  if (!isCall.test(structure.nodes[place].symbol)) return [];
  const taken = new Set(stage.wiresInto[place].map((wire) => flows[wire].node));
  const names = Array.from(taken, (node) => inTone('value', stage.leaves.names.get(node)?.text ?? '…'));
  const listed = names.length === 0 ? [] : names.reduce((list, name) => toned`${list}, ${name}`);
  return textOf(listed).length <= longestFormula ? toned`(${listed})` : toned`(…)`;
}

/** The name of a function: other groups are lines, or a gradient. */
const isCall = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** `add: the sum of two values`. */
function ruleOf({ name, call, doc }: Operator): string {
  const [sentence] = doc.replaceAll('`', '').split(/\.(?: |$)/);
  const isWord = /^[A-Z][a-z]* /.test(sentence);
  return `${call?.name ?? name}: ${isWord ? sentence[0].toLowerCase() : sentence[0]}${sentence.slice(1)}`;
}

function ruleOfGroup({ symbol, size }: GraphNode): string {
  return `${symbol} is folded: ${size} ${size === 1 ? 'node' : 'nodes'} in one step`;
}
