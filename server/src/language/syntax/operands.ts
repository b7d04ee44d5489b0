/** The operands of expressions, and the precedence that they need to be written without parentheses. */

import type { Expression } from './ast.ts';
import { infixPrecedence, Precedence } from './precedence.ts';

export function precedenceOf(expression: Expression): number {
  if (expression.kind === 'binary')
    return expression.symbol === '^' ? Precedence.power : infixPrecedence[expression.symbol];
  if (expression.kind === 'not') return Precedence.not;
  return expression.kind === 'negate' ? Precedence.negation : Precedence.atom;
}

/** The lowest precedence that an operand may have without parentheses; 0 if any will do. */
export function requiredPrecedence(parent: Expression, operand: Expression): number {
  switch (parent.kind) {
    case 'binary': {
      const precedence = precedenceOf(parent);
      if (precedence === Precedence.power) return parent.left === operand ? Precedence.atom : Precedence.negation;
      return parent.left === operand ? precedence : precedence + 1;
    }
    case 'negate':
      return Precedence.negation;
    case 'not':
      return Precedence.not;
    case 'transpose':
      return Precedence.atom;
    case 'index':
      return parent.operand === operand ? Precedence.atom : 0;
    default:
      return 0;
  }
}

/** The direct operands of an expression. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
      return expression.items;
    case 'negate':
    case 'not':
    case 'transpose':
      return [expression.operand];
    case 'index':
      return [
        expression.operand,
        ...expression.indices.flatMap((item) => (item.kind === 'at' ? [item.at] : [item.from, item.to, item.step])),
      ].filter((part) => part !== undefined);
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.arguments.map(({ value }) => value);
    case 'draw':
      return [...(expression.lengths ?? []), ...expression.arguments.map(({ value }) => value)];
    case 'gradient':
      return [expression.of, expression.wrt];
    default:
      return [];
  }
}
