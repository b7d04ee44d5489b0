/** Formulas of nodes. The terms of the chain rule are printed from the nodes that compute them. */

import type { InfixSymbol, PrefixSymbol } from '../engine/ir/operator.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { Precedence } from '../language/syntax/precedence.ts';
import { plainTextOf, type TonedText, toned } from './tonedText.ts';

/** Returns the term that stands for a node in a formula; undefined to expand the node. */
export type Abbreviate = (node: NodeId) => Term | undefined;

export interface Term {
  readonly text: TonedText;
  /** Precedence of the outermost operator. */
  readonly precedence: number;
}

/** Deeper formulas are hard to read and are truncated with an ellipsis. */
const maxDepth = 6;

/** The abbreviation of the node, or the operation that computes it. */
export function termOf(program: Program, node: NodeId, abbreviate: Abbreviate): Term {
  return abbreviate(node) ?? expandedTerm(program, node, abbreviate);
}

/** The operation that computes a node, even if it has an abbreviation. */
export function expandedTerm(program: Program, node: NodeId, abbreviate: Abbreviate): Term {
  return operationTerm(program, node, abbreviate, 0);
}

export function term(text: string, precedence: number): Term {
  return { text: toned`${text}`, precedence };
}

export function atom(text: string | TonedText): Term {
  return { text: toned`${text}`, precedence: Precedence.atom };
}

export function termText({ text }: Term): string {
  return plainTextOf(text);
}

/** The term as an operand at the given precedence, parenthesized if necessary. */
export function parenthesize(precedence: number, { text, precedence: termPrecedence }: Term): TonedText {
  return termPrecedence < precedence ? toned`(${text})` : text;
}

export function infixTerm(symbol: string, precedence: number, left: Term, right: Term): Term {
  return {
    text: toned`${parenthesize(precedence, left)} ${symbol} ${parenthesize(precedence + 1, right)}`,
    precedence,
  };
}

/** `-x`, or `not x`: a word is followed by a space. */
export function prefixTerm({ precedence }: PrefixSymbol, sign: string, operand: Term): Term {
  const separator = /\w$/.test(sign) ? ' ' : '';
  return {
    text: toned`${sign}${separator}${parenthesize(Precedence[precedence], operand)}`,
    precedence: Precedence[precedence],
  };
}

function operationTerm(program: Program, node: NodeId, abbreviate: Abbreviate, depth: number): Term {
  const operator = program.operator(node);
  const operands = operator.distribution ? program.operands(node).slice(0, -1) : program.operands(node);
  const operandTerm = (operandIndex: number): Term => {
    const operand = operands[operandIndex];
    return (
      abbreviate(operand) ?? (depth < maxDepth ? operationTerm(program, operand, abbreviate, depth + 1) : atom('…'))
    );
  };
  if (operator.isOmittedInFormulas) return operandTerm(0);
  const { symbol } = operator;
  switch (symbol?.kind) {
    case 'infix':
      return binaryTerm(symbol, operandTerm(0), operandTerm(1));
    case 'prefix':
      return prefixTerm(symbol, symbol.formulaSign ?? symbol.text, operandTerm(0));
    case 'postfix':
      return atom(toned`${parenthesize(Precedence.atom, operandTerm(0))}${symbol.text}`);
  }
  const name = operator.formulaName ?? operator.call?.name ?? operator.name;
  return atom(
    toned`${name}(${operands.flatMap((_, i) => (i === 0 ? operandTerm(i).text : toned`, ${operandTerm(i).text}`))})`,
  );
}

function binaryTerm(symbol: InfixSymbol, left: Term, right: Term): Term {
  const precedence = Precedence[symbol.precedence];
  const sign = symbol.formulaSign ?? symbol.text;
  if (symbol.precedence === 'power') {
    const text = toned`${parenthesize(Precedence.atom, left)}${sign}${parenthesize(Precedence.power, right)}`;
    return { text, precedence };
  }
  if (symbol.isAssociative)
    return { text: toned`${parenthesize(precedence, left)} ${sign} ${parenthesize(precedence, right)}`, precedence };
  return infixTerm(sign, precedence, left, parenthesizeNegative(precedence, right));
}

/** Avoids two signs in a row, as in `a − −b`. */
function parenthesizeNegative(precedence: number, right: Term): Term {
  const isSigned = precedence === Precedence.sum && termText(right).startsWith('−');
  return isSigned ? { text: right.text, precedence: Precedence.loose } : right;
}
