/** How tightly an expression binds, and what it must bind where it stands, or else is written in brackets. */

import type { Expression } from './nodes.ts';
import { infixPrecedence, Precedence } from './precedence.ts';

export function precedenceOf(expression: Expression): number {
  if (expression.kind === 'binary')
    return expression.symbol === '^' ? Precedence.power : infixPrecedence[expression.symbol];
  return expression.kind === 'negate' ? Precedence.negation : Precedence.atom;
}

/** How tightly an operand must bind to stand in an expression as it is; 0 where anything may. */
export function requiredPrecedence(parent: Expression, operand: Expression): number {
  switch (parent.kind) {
    case 'binary': {
      const precedence = precedenceOf(parent);
      if (precedence === Precedence.power) return parent.left === operand ? Precedence.atom : Precedence.negation;
      return parent.left === operand ? precedence : precedence + 1;
    }
    case 'negate':
      return Precedence.negation;
    case 'transpose':
      return Precedence.atom;
    case 'index':
      return parent.operand === operand ? Precedence.atom : 0;
    default:
      return 0;
  }
}

/** What an expression is directly made of. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
      return expression.items;
    case 'negate':
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
    case 'gradient':
      return [expression.of, expression.wrt];
    default:
      return [];
  }
}
