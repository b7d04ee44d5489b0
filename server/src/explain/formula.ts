/** Nodes as formulas: the terms of the chain rule are printed from the very nodes that compute them. */

import type { Operator } from '../engine/ir/operator.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { add, divide, multiply, negate, power, subtract } from '../engine/operators/elementwise/arithmetic.ts';
import { expand, reshape, sumTo, transpose } from '../engine/operators/layout/shaping.ts';
import { identity } from '../engine/operators/leaves.ts';
import { infixPrecedence, Precedence } from '../language/syntax/precedence.ts';
import { plainTextOf, type TonedText, toned } from './tonedText.ts';

/** What stands for a node in a formula; undefined to write out how it is computed. */
export type LeafTerm = (node: NodeId) => Term | undefined;

export interface Term {
  readonly text: TonedText;
  /** How tightly it holds together. */
  readonly precedence: number;
}

/** Deeper formulas explain nothing. */
const maxDepth = 6;

/** A node as a term: what stands for it, or how it is computed. */
export function termOf(program: Program, node: NodeId, leafTerm: LeafTerm): Term {
  return leafTerm(node) ?? expandedTerm(program, node, leafTerm);
}

/** A node as the term that computes it. */
export function expandedTerm(program: Program, node: NodeId, leafTerm: LeafTerm): Term {
  return operationTerm(program, node, leafTerm, 0);
}

export function term(text: string, precedence: number): Term {
  return { text: toned`${text}`, precedence };
}

export function atom(text: string | TonedText): Term {
  return { text: toned`${text}`, precedence: Precedence.atom };
}

/** The text of a term. */
export function termText({ text }: Term): string {
  return plainTextOf(text);
}

/** The term as an operand of something that binds as tightly as this. */
export function parenthesize(precedence: number, { text, precedence: termPrecedence }: Term): TonedText {
  return termPrecedence < precedence ? toned`(${text})` : text;
}

export function infixTerm(symbol: string, precedence: number, left: Term, right: Term): Term {
  return {
    text: toned`${parenthesize(precedence, left)} ${symbol} ${parenthesize(precedence + 1, right)}`,
    precedence,
  };
}

const infixOperators = new Map<Operator, readonly [symbol: string, binding: number]>([
  [add, ['+', Precedence.sum]],
  [subtract, ['−', Precedence.sum]],
  [divide, ['/', Precedence.product]],
]);

/** Operators that only arrange elements are not written. */
const invisibleOperators: ReadonlySet<Operator> = new Set([identity, expand, reshape]);

function operationTerm(program: Program, node: NodeId, leafTerm: LeafTerm, depth: number): Term {
  const operator = program.operator(node);
  const operands = program.operands(node);
  const operandTerm = (position: number): Term => {
    const operand = operands[position];
    return leafTerm(operand) ?? (depth < maxDepth ? operationTerm(program, operand, leafTerm, depth + 1) : atom('…'));
  };
  if (invisibleOperators.has(operator)) return operandTerm(0);
  if (operator === multiply) return productTerm(operandTerm(0), operandTerm(1));
  if (operator === negate)
    return { text: toned`−${parenthesize(Precedence.negation, operandTerm(0))}`, precedence: Precedence.negation };
  if (operator === power) {
    const text = toned`${parenthesize(Precedence.atom, operandTerm(0))}^${parenthesize(Precedence.power, operandTerm(1))}`;
    return { text, precedence: Precedence.power };
  }
  if (operator === transpose) return atom(toned`${parenthesize(Precedence.atom, operandTerm(0))}.T`);
  if (operator === sumTo) return atom(toned`sum(${operandTerm(0).text})`);
  const infixOperator = infixOperators.get(operator) ?? infixOperatorOf(operator);
  if (infixOperator)
    return infixTerm(
      infixOperator[0],
      infixOperator[1],
      operandTerm(0),
      parenthesizeNegative(infixOperator[1], operandTerm(1)),
    );
  const name = operator.call?.name ?? operator.name;
  return atom(
    toned`${name}(${operands.flatMap((_, i) => (i === 0 ? operandTerm(i).text : toned`, ${operandTerm(i).text}`))})`,
  );
}

/** Products are the same in any order, so a product inside one needs no brackets. */
function productTerm(left: Term, right: Term): Term {
  const text = toned`${parenthesize(Precedence.product, left)} · ${parenthesize(Precedence.product, right)}`;
  return { text, precedence: Precedence.product };
}

/** Behind a plus or a minus no second sign follows bare. */
function parenthesizeNegative(precedence: number, right: Term): Term {
  const isSigned = precedence === Precedence.sum && termText(right).startsWith('−');
  return isSigned ? { text: right.text, precedence: Precedence.loose } : right;
}

function infixOperatorOf({ symbol }: Operator): readonly [string, number] | undefined {
  if (symbol?.kind !== 'infix') return undefined;
  return [symbol.text, infixPrecedence[symbol.text]];
}
