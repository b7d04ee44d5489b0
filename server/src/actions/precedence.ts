/** How tightly an expression binds, and what it must bind where it stands, or else is written in brackets. */

import { bindings, infixBindings } from '../language/syntax/precedence.ts';
import type { Expression } from '../language/syntax/tree.ts';

export function bindingOf(expression: Expression): number {
  if (expression.kind === 'binary')
    return expression.symbol === '^' ? bindings.power : infixBindings[expression.symbol];
  return expression.kind === 'negate' ? bindings.minus : bindings.atom;
}

/** How tightly an operand must bind to stand in an expression as it is; 0 where anything may. */
export function leastBinding(parent: Expression, operand: Expression): number {
  switch (parent.kind) {
    case 'binary': {
      const binding = bindingOf(parent);
      if (binding === bindings.power) return parent.left === operand ? bindings.atom : bindings.minus;
      return parent.left === operand ? binding : binding + 1;
    }
    case 'negate':
      return bindings.minus;
    case 'transpose':
      return bindings.atom;
    case 'index':
      return parent.operand === operand ? bindings.atom : 0;
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
      return [expression.of, expression.by];
    default:
      return [];
  }
}
