/** Nodes as formulas: the terms of the chain rule are printed from the very nodes that compute them. */

import type { Operator } from '../engine/ir/operator.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { add, divide, multiply, negate, power, subtract } from '../engine/operators/elementwise/arithmetic.ts';
import { expand, reshape, sumTo, transpose } from '../engine/operators/layout/shaping.ts';
import { identity } from '../engine/operators/leaves.ts';
import { bindings, infixBindings } from '../language/syntax/precedence.ts';
import { type Parts, textOf, toned } from './toned.ts';

/** What stands for a node in a formula; undefined to write out how it is computed. */
export type Leaf = (node: NodeId) => Term | undefined;

export interface Term {
  readonly parts: Parts;
  /** How tightly it holds together. */
  readonly binding: number;
}

/** Deeper formulas explain nothing. */
const deepest = 6;

/** A node as a term: what stands for it, or how it is computed. */
export function termOf(program: Program, node: NodeId, leaf: Leaf): Term {
  return leaf(node) ?? writtenOut(program, node, leaf);
}

/** A node as the term that computes it. */
export function writtenOut(program: Program, node: NodeId, leaf: Leaf): Term {
  return computing(program, node, leaf, 0);
}

export function term(text: string, binding: number): Term {
  return { parts: toned`${text}`, binding };
}

export function atom(parts: string | Parts): Term {
  return { parts: toned`${parts}`, binding: bindings.atom };
}

/** The text of a term. */
export function written({ parts }: Term): string {
  return textOf(parts);
}

/** The term as an operand of something that binds as tightly as this. */
export function within(binding: number, { parts, binding: own }: Term): Parts {
  return own < binding ? toned`(${parts})` : parts;
}

export function infix(symbol: string, binding: number, left: Term, right: Term): Term {
  return { parts: toned`${within(binding, left)} ${symbol} ${within(binding + 1, right)}`, binding };
}

const shownInfix = new Map<Operator, readonly [symbol: string, binding: number]>([
  [add, ['+', bindings.sum]],
  [subtract, ['−', bindings.sum]],
  [divide, ['/', bindings.product]],
]);

/** Operators that only arrange elements are not written. */
const unwritten: ReadonlySet<Operator> = new Set([identity, expand, reshape]);

function computing(program: Program, node: NodeId, leaf: Leaf, depth: number): Term {
  const operator = program.operator(node);
  const operands = program.operands(node);
  const inner = (position: number): Term => {
    const operand = operands[position];
    return leaf(operand) ?? (depth < deepest ? computing(program, operand, leaf, depth + 1) : atom('…'));
  };
  if (unwritten.has(operator)) return inner(0);
  if (operator === multiply) return product(inner(0), inner(1));
  if (operator === negate) return { parts: toned`−${within(bindings.minus, inner(0))}`, binding: bindings.minus };
  if (operator === power) {
    const parts = toned`${within(bindings.atom, inner(0))}^${within(bindings.power, inner(1))}`;
    return { parts, binding: bindings.power };
  }
  if (operator === transpose) return atom(toned`${within(bindings.atom, inner(0))}.T`);
  if (operator === sumTo) return atom(toned`sum(${inner(0).parts})`);
  const shown = shownInfix.get(operator) ?? infixSymbol(operator);
  if (shown) return infix(shown[0], shown[1], inner(0), signedApart(shown[1], inner(1)));
  const name = operator.call?.name ?? operator.name;
  return atom(toned`${name}(${operands.flatMap((_, i) => (i === 0 ? inner(i).parts : toned`, ${inner(i).parts}`))})`);
}

/** Products are the same in any order, so a product inside one needs no brackets. */
function product(left: Term, right: Term): Term {
  const parts = toned`${within(bindings.product, left)} · ${within(bindings.product, right)}`;
  return { parts, binding: bindings.product };
}

/** Behind a plus or a minus no second sign follows bare. */
function signedApart(binding: number, right: Term): Term {
  const isSigned = binding === bindings.sum && written(right).startsWith('−');
  return isSigned ? { parts: right.parts, binding: bindings.loose } : right;
}

function infixSymbol({ symbol }: Operator): readonly [string, number] | undefined {
  if (symbol?.kind !== 'infix') return undefined;
  return [symbol.text, infixBindings[symbol.text]];
}
