/** Texts inside the nodes of the graph: an operator symbol or the name of a call, with its constant operands. */

import { formatNumber } from '../display/numbers.ts';
import type { Operator } from '../engine/ir/operator.ts';

/** Significant digits of a number in a symbol. */
const digits = 4;

/** An operand: a constant that is written out, or undefined for one that arrives through a wire. */
export type Operand = number | undefined;

/** `×`, `^ 2`, `1 −`, `max(·, 0)`. */
export function symbolOf(operator: Operator, operands: readonly Operand[]): string {
  const { symbol, graphLabel } = operator;
  if (graphLabel !== undefined && operands.every((operand) => operand === undefined)) return graphLabel;
  if (symbol?.kind === 'infix') {
    return [operands[0], symbol.graphSign ?? symbol.text, operands[1]].map(partText).join(' ').trim();
  }
  const name = operator.call?.name ?? operator.name;
  // The number of the draw is no parameter.
  const written = operator.distribution ? operands.slice(0, -1) : operands;
  const hasOnlyImplicitOperands = written.every((operand, position) => isImplicit(operator, operand, position));
  return hasOnlyImplicitOperands ? name : `${name}(${written.map(operandText).join(', ')})`;
}

/** The items of a longer list are not shown. */
const maxListed = 4;

/** `[·, 1]`: a list of tensors. */
export function listSymbol(operands: readonly Operand[]): string {
  return operands.length > maxListed ? '[…]' : `[${operands.map(operandText).join(', ')}]`;
}

function partText(part: Operand | string): string {
  if (typeof part === 'string') return part;
  return part === undefined ? '' : formatNumber(part, digits);
}

function operandText(operand: Operand): string {
  return operand === undefined ? '·' : formatNumber(operand, digits);
}

/** True if an operand arrives through a wire, or is the parameter's default. */
function isImplicit({ call, distribution }: Operator, operand: Operand, position: number): boolean {
  const parameter = (call ?? distribution)?.parameters.filter(({ kind }) => kind === 'operand')[position];
  return operand === undefined || (parameter?.kind === 'operand' && parameter.default === operand);
}
