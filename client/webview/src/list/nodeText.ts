/** A node as one line of text: its operands, value and gradient. */

import * as l10n from '@vscode/l10n';
import type { GraphNode, GraphNumbers, GraphStructure, NodeNumbers } from '../../../../protocol/panel/graph.ts';
import { adjacencyOf } from '../layout/wires/adjacency.ts';

export interface NodeLine {
  /** `param x`, `q: + of x and y`. */
  readonly description: string;
  /** `= 3`; empty if there is none. */
  readonly value: string;
  /** `∂L/∂q = 16`; empty if no gradient flows. */
  readonly gradient: string;
}

/** Maximum number of operands named in a line. */
const maxNamedOperands = 8;

/** One line per node, in the order of the structure. */
export function nodeLines(structure: GraphStructure, numbers: GraphNumbers): readonly NodeLine[] {
  const descriptions = nodeDescriptions(structure);
  return structure.nodes.map((node, index) => ({
    description: descriptions[index]!,
    ...numbersText(node, structure.objectiveName, numbers.nodes[index]!),
  }));
}

/** Each node's operands in words, in the order of the structure. */
export function nodeDescriptions(structure: GraphStructure): readonly string[] {
  const { nodes, wires } = structure;
  const { incoming } = adjacencyOf(structure);
  return nodes.map((node, index) =>
    describeNode(
      node,
      incoming[index]!.map((wire) => displayName(nodes[wires[wire]!.from]!)),
    ),
  );
}

/** A node's numbers in words. @param objectiveName the objective's name. */
export function numbersText(
  node: GraphNode,
  objectiveName: string | null,
  { value, gradient }: NodeNumbers,
): Pick<NodeLine, 'value' | 'gradient'> {
  const valueText = [node.shape, value].filter((part) => part !== '').join(' ');
  return {
    value: valueText === '' ? '' : `= ${valueText}`,
    gradient: gradient === null || objectiveName === null ? '' : `${gradientSymbol(objectiveName, node)} = ${gradient}`,
  };
}

/** A node's name in a sentence, or what it computes. */
function displayName({ name, symbol }: GraphNode): string {
  return name ?? symbol;
}

/** Several wires from one node into a collapsed group are named once. */
function describeNode({ kind, name, symbol }: GraphNode, operands: readonly string[]): string {
  if (kind !== 'operator' && kind !== 'group') return `${kind} ${name ?? symbol}`;
  const namedOperands = kind === 'group' ? [...new Set(operands)] : operands;
  const expression = namedOperands.length === 0 ? symbol : l10n.t`${symbol} of ${joinNames(namedOperands)}`;
  return name === null || name === symbol ? expression : `${name}: ${expression}`;
}

/** `x`, `x and y`, `x, y and z`; a long list is cut: `x, y, z and 97 more`. */
function joinNames(names: readonly string[]): string {
  const remaining = names.length - maxNamedOperands + 1;
  if (remaining > 1) return l10n.t`${names.slice(0, maxNamedOperands - 1).join(', ')} and ${remaining} more`;
  const lastName = names.at(-1)!;
  return names.length === 1 ? lastName : l10n.t`${names.slice(0, -1).join(', ')} and ${lastName}`;
}

/** `∂L/∂q`; `∂L` for part of an expression, which has no name. */
export function derivativeSymbol(objectiveName: string, name: string | null): string {
  return name === null ? `∂${objectiveName}` : `∂${objectiveName}/∂${name}`;
}

/** The symbol of a gradient; the norm for a tensor. */
function gradientSymbol(objectiveName: string, { name, shape }: GraphNode): string {
  const symbol = derivativeSymbol(objectiveName, name);
  return shape === '' ? symbol : `‖${symbol}‖`;
}
