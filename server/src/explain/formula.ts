/** Nodes as formulas: the terms of the chain rule are printed from the very nodes that compute them. */

import type { Operator } from '../engine/operator.ts';
import { add, divide, multiply, negate, power, subtract } from '../engine/ops/arithmetic.ts';
import { identity } from '../engine/ops/leaves.ts';
import { expand, reshape, sumTo, transpose } from '../engine/ops/shaping.ts';
import type { NodeId, Program } from '../engine/program.ts';

/** What stands for a node in a formula; undefined to write out how it is computed. */
export type Leaf = (node: NodeId) => Term | undefined;

export interface Term {
  readonly text: string;
  /** How tightly it holds together. */
  readonly binding: number;
}

/** From loosest to tightest, as the language binds them. */
export const bindings = { comparison: 1, sum: 2, product: 3, minus: 4, power: 5, atom: 6 } as const;

/** Deeper formulas explain nothing. */
const deepest = 6;

/** A node as a term: what stands for it, or how it is computed. */
export function termOf(program: Program, node: NodeId, leaf: Leaf): Term {
  return written(program, node, leaf, 0);
}

export function atom(text: string): Term {
  return { text, binding: bindings.atom };
}

/** The term as an operand of something that binds as tightly as this. */
export function within(binding: number, term: Term): string {
  return term.binding < binding ? `(${term.text})` : term.text;
}

export function infix(symbol: string, binding: number, left: Term, right: Term): Term {
  return { text: `${within(binding, left)} ${symbol} ${within(binding + 1, right)}`, binding };
}

const shownInfix = new Map<Operator, readonly [symbol: string, binding: number]>([
  [add, ['+', bindings.sum]],
  [subtract, ['−', bindings.sum]],
  [divide, ['/', bindings.product]],
]);

/** Operators that only arrange elements are not written. */
const unwritten: ReadonlySet<Operator> = new Set([identity, expand, reshape]);

function written(program: Program, node: NodeId, leaf: Leaf, depth: number): Term {
  const known = leaf(node);
  if (known) return known;
  if (depth > deepest) return atom('…');
  const operator = program.operator(node);
  const operands = program.operands(node);
  const inner = (position: number): Term => written(program, operands[position], leaf, depth + 1);
  if (unwritten.has(operator)) return inner(0);
  if (operator === multiply) return product(inner(0), inner(1));
  if (operator === negate) return { text: `−${within(bindings.minus, inner(0))}`, binding: bindings.minus };
  if (operator === power) {
    return { text: `${within(bindings.atom, inner(0))}^${within(bindings.power, inner(1))}`, binding: bindings.power };
  }
  if (operator === transpose) return { text: `${within(bindings.atom, inner(0))}.T`, binding: bindings.atom };
  if (operator === sumTo) return atom(`sum(${inner(0).text})`);
  const shown = shownInfix.get(operator) ?? infixSymbol(operator);
  if (shown) return infix(shown[0], shown[1], inner(0), inner(1));
  const name = operator.call?.name ?? operator.name;
  return atom(`${name}(${operands.map((_, position) => inner(position).text).join(', ')})`);
}

/** Products are the same in any order, so a product inside one needs no brackets. */
function product(left: Term, right: Term): Term {
  return { text: `${within(bindings.product, left)} · ${within(bindings.product, right)}`, binding: bindings.product };
}

function infixSymbol({ symbol }: Operator): readonly [string, number] | undefined {
  if (symbol?.kind !== 'infix') return undefined;
  return [symbol.text, symbol.text === '@' ? bindings.product : bindings.comparison];
}
