/** A node in one line of the list: what it is made of, its value and its gradient. */

import * as l10n from '@vscode/l10n';
import type {
  GraphNode,
  GraphNumbers,
  GraphStructure,
  NodeNumbers,
} from '../../../../server/src/protocol/panel/graph.ts';
import { endsOf } from '../layout/ends.ts';

export interface Line {
  /** `param x`, `q: + of x and y`. */
  readonly what: string;
  /** `= 3`; empty where there is none. */
  readonly value: string;
  /** `∂L/∂q = 16`; empty where no gradient flows. */
  readonly gradient: string;
}

/** So many operands are named in one line. */
const mostNamed = 8;

/** One line a node, in the order of the structure. */
export function linesOf(structure: GraphStructure, numbers: GraphNumbers): readonly Line[] {
  const whats = whatsOf(structure);
  return structure.nodes.map((node, place) => ({
    what: whats[place]!,
    ...numbersInLine(node, structure.root, numbers.nodes[place]!),
  }));
}

/** What each node is made of, in the order of the structure. */
export function whatsOf(structure: GraphStructure): readonly string[] {
  const { nodes, wires } = structure;
  const { entering } = endsOf(structure);
  return nodes.map((node, place) =>
    whatOf(
      node,
      entering[place]!.map((wire) => callOf(nodes[wires[wire]!.from]!)),
    ),
  );
}

/** The numbers of a node in words, where the gradients are of `root`. */
export function numbersInLine(
  node: GraphNode,
  root: string | null,
  { value, gradient }: NodeNumbers,
): Pick<Line, 'value' | 'gradient'> {
  const shown = [node.shape, value].filter((part) => part !== '').join(' ');
  return {
    value: shown === '' ? '' : `= ${shown}`,
    gradient: gradient === null || root === null ? '' : `${symbolOf(root, node)} = ${gradient}`,
  };
}

/** What a node is called in a sentence: its name, or what it computes. */
function callOf({ name, symbol }: GraphNode): string {
  return name ?? symbol;
}

/** Into a folded group much may flow from one other, which is named once. */
function whatOf({ kind, name, symbol }: GraphNode, operands: readonly string[]): string {
  if (kind !== 'operator' && kind !== 'group') return `${kind} ${name ?? symbol}`;
  const named = kind === 'group' ? [...new Set(operands)] : operands;
  const made = named.length === 0 ? symbol : l10n.t`${symbol} of ${inWords(named)}`;
  return name === null || name === symbol ? made : `${name}: ${made}`;
}

/** `x`, `x and y`, `x, y and z`; of very many the first ones, `x, y, z and 97 more`. */
function inWords(names: readonly string[]): string {
  const more = names.length - mostNamed + 1;
  if (more > 1) return l10n.t`${names.slice(0, mostNamed - 1).join(', ')} and ${more} more`;
  const last = names.at(-1)!;
  return names.length === 1 ? last : l10n.t`${names.slice(0, -1).join(', ')} and ${last}`;
}

/** `∂L/∂q`, of a tensor the norm of it, and of a part of an expression `∂L`. */
function symbolOf(root: string, { name, shape }: GraphNode): string {
  const symbol = name === null ? `∂${root}` : `∂${root}/∂${name}`;
  return shape === '' ? symbol : `‖${symbol}‖`;
}
