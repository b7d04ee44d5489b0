/** The forward pass of a playback: each operator and each collapsed group computes its value, in program order. */

import * as l10n from '@vscode/l10n';
import type { MatrixProduct, PlaybackStep } from '../../../../protocol/panel/playback.ts';
import type { Operator } from '../../engine/ir/operator.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { formatToned, type TonedText, toned } from '../../explain/tonedText.ts';
import { excerptOf } from '../../language/text/excerpt.ts';
import { matrixProductOf } from './matrixProduct.ts';
import { joinEquation, noShownGradient, type PlaybackContext } from './playbackContext.ts';
import { formulaOf, isComputed, numericFormulaOf } from './playbackTerms.ts';

/** A group with more outputs lists only the first ones. */
const maxOutputs = 3;

export function forwardSteps(context: PlaybackContext): PlaybackStep[] {
  return context.displayGraph.structure.nodes.flatMap((node, nodeIndex) =>
    isComputed(node) ? [forwardStep(context, nodeIndex)] : [],
  );
}

function forwardStep(context: PlaybackContext, nodeIndex: number): PlaybackStep {
  const { kind, symbol, size } = context.displayGraph.structure.nodes[nodeIndex];
  const isGroup = kind === 'group';
  return {
    phase: 'forward',
    node: nodeIndex,
    wire: null,
    resultNode: nodeIndex,
    rule: isGroup ? groupRule(symbol, size) : ruleOf(operatorOf(context, nodeIndex)),
    equation: [...(isGroup ? groupEquation(context, nodeIndex) : equationOf(context, nodeIndex))],
    product: isGroup ? null : productOf(context, nodeIndex),
    sum: null,
    ...noShownGradient,
    ...context.sourceLocationOf(nodeIndex),
  };
}

/** `q = x + y = −2 + 5 = 3`; for an unnamed node, the equation begins with its formula. */
function equationOf(context: PlaybackContext, nodeIndex: number): TonedText {
  const { terms, displayGraph } = context;
  const [output] = displayGraph.outputs[nodeIndex];
  const node = displayGraph.structure.nodes[nodeIndex];
  const formulas = [formulaOf(output, node, terms), numericFormulaOf(output, node, terms)].flatMap((term) =>
    term ? [term.text] : [],
  );
  return joinEquation([...nameOf(context, nodeIndex), ...formulas, context.valueResult(terms.quantity(output))]);
}

function productOf({ displayGraph, terms }: PlaybackContext, nodeIndex: number): MatrixProduct | null {
  const [output] = displayGraph.outputs[nodeIndex];
  const label = displayGraph.structure.nodes[nodeIndex].name ?? '';
  return matrixProductOf(terms, output, (node) => terms.symbolTerm(node), { label, tone: 'value' });
}

/** `h = dense(x) = [4×3] 0.1 ± 0.5 ▁▃▇`; a chunk with several outputs lists each by name. */
function groupEquation(context: PlaybackContext, nodeIndex: number): TonedText {
  const resultOf = (node: NodeId): TonedText => context.valueResult(context.terms.quantity(node));
  const mainOutput = context.displayGraph.mainOutputs[nodeIndex];
  if (mainOutput !== undefined)
    return joinEquation([...nameOf(context, nodeIndex), groupFormula(context, nodeIndex), resultOf(mainOutput)]);
  const nodes = context.displayGraph.outputs[nodeIndex];
  const shownOutputs = nodes
    .slice(0, maxOutputs)
    .map((node) => toned`${context.terms.names.get(node)!.text} = ${resultOf(node)}`);
  if (shownOutputs.length === 0) return groupFormula(context, nodeIndex);
  const moreCount = nodes.length - shownOutputs.length;
  const listed = shownOutputs.reduce((list, result) => toned`${list} · ${result}`);
  return moreCount > 0 ? formatToned(l10n.t('{0} · {1} more'), listed, String(moreCount)) : listed;
}

/** The name of a named node, as the first side of an equation. */
function nameOf({ displayGraph, terms }: PlaybackContext, nodeIndex: number): TonedText[] {
  const mainOutput = displayGraph.mainOutputs[nodeIndex];
  const isNamed = mainOutput !== undefined && displayGraph.structure.nodes[nodeIndex].name !== null;
  return isNamed ? [toned`${terms.names.get(mainOutput)!.text}`] : [];
}

/** The source of a collapsed group, `dense(x, 3)`; for a chunk, its label. */
function groupFormula({ displayGraph }: PlaybackContext, nodeIndex: number): TonedText {
  const { module, expression } = displayGraph.provenance[nodeIndex];
  return toned`${expression ? excerptOf(module.text, expression.range) : displayGraph.structure.nodes[nodeIndex].symbol}`;
}

/** The operator that computes a node; for an index that picks single elements, the slice. */
function operatorOf({ displayGraph, terms, incomingWires }: PlaybackContext, nodeIndex: number): Operator {
  const [wire] = incomingWires[nodeIndex];
  const node = wire === undefined ? displayGraph.outputs[nodeIndex][0] : displayGraph.wireValues[wire].uses[0].consumer;
  return terms.program.operator(node);
}

function groupRule(symbol: string, size: number): string {
  return size === 1
    ? l10n.t`${symbol} (collapsed): 1 node in one step`
    : l10n.t`${symbol} (collapsed): ${size} nodes in one step`;
}

/** `add: the sum of two values`; `greater than: 1 where it holds`. */
function ruleOf({ name, symbol, call, doc }: Operator): string {
  const [clause] = l10n
    .t(doc)
    .replaceAll('`', '')
    .split(/\.(?: |$)|; /);
  const startsWithWord = /^[A-Z][a-z]*[ :]/.test(clause);
  const rule = `${startsWithWord ? clause[0].toLowerCase() : clause[0]}${clause.slice(1)}`;
  const title = symbol ? name : (call?.name ?? name);
  return rule.startsWith(title.split('_')[0]) ? rule : `${title}: ${rule}`;
}
