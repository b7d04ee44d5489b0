/** A node in one line of the list: what it is made of, its value and its gradient. */

import * as l10n from '@vscode/l10n';
import type {
  GraphNode,
  GraphNumbers,
  GraphStructure,
  NodeNumbers,
} from '../../../../server/src/protocol/panel/graph.ts';
import { adjacencyOf } from '../layout/adjacency.ts';

export interface NodeLine {
  /** `param x`, `q: + of x and y`. */
  readonly description: string;
  /** `= 3`; empty where there is none. */
  readonly value: string;
  /** `∂L/∂q = 16`; empty where no gradient flows. */
  readonly gradient: string;
}

/** So many operands are named in one line. */
const maxNamedOperands = 8;

/** One line a node, in the order of the structure. */
export function nodeLines(structure: GraphStructure, numbers: GraphNumbers): readonly NodeLine[] {
  const descriptions = nodeDescriptions(structure);
  return structure.nodes.map((node, index) => ({
    description: descriptions[index]!,
    ...numbersText(node, structure.root, numbers.nodes[index]!),
  }));
}

/** What each node is made of, in the order of the structure. */
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

/** The numbers of a node in words, where the gradients are of `root`. */
export function numbersText(
  node: GraphNode,
  root: string | null,
  { value, gradient }: NodeNumbers,
): Pick<NodeLine, 'value' | 'gradient'> {
  const valueText = [node.shape, value].filter((part) => part !== '').join(' ');
  return {
    value: valueText === '' ? '' : `= ${valueText}`,
    gradient: gradient === null || root === null ? '' : `${gradientSymbol(root, node)} = ${gradient}`,
  };
}

/** What a node is called in a sentence: its name, or what it computes. */
function displayName({ name, symbol }: GraphNode): string {
  return name ?? symbol;
}

/** Into a folded group much may flow from one other, which is named once. */
function describeNode({ kind, name, symbol }: GraphNode, operands: readonly string[]): string {
  if (kind !== 'operator' && kind !== 'group') return `${kind} ${name ?? symbol}`;
  const namedOperands = kind === 'group' ? [...new Set(operands)] : operands;
  const expression = namedOperands.length === 0 ? symbol : l10n.t`${symbol} of ${joinNames(namedOperands)}`;
  return name === null || name === symbol ? expression : `${name}: ${expression}`;
}

/** `x`, `x and y`, `x, y and z`; of very many the first ones, `x, y, z and 97 more`. */
function joinNames(names: readonly string[]): string {
  const remaining = names.length - maxNamedOperands + 1;
  if (remaining > 1) return l10n.t`${names.slice(0, maxNamedOperands - 1).join(', ')} and ${remaining} more`;
  const lastName = names.at(-1)!;
  return names.length === 1 ? lastName : l10n.t`${names.slice(0, -1).join(', ')} and ${lastName}`;
}

/** `∂L/∂q`, of a tensor the norm of it, and of a part of an expression `∂L`. */
function gradientSymbol(root: string, { name, shape }: GraphNode): string {
  const symbol = name === null ? `∂${root}` : `∂${root}/∂${name}`;
  return shape === '' ? symbol : `‖${symbol}‖`;
}
