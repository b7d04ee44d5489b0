/** How tightly an expression binds, and what it must bind where it stands, or else is written in brackets. */

import type { Expression } from '../language/tree.ts';

/** From loosest to tightest, as the grammar climbs. */
export const levels = { comparison: 1, sum: 2, product: 3, unary: 4, power: 5, postfix: 6 } as const;
export type Level = (typeof levels)[keyof typeof levels];

const symbols: Readonly<Record<string, Level>> = {
  '+': levels.sum,
  '-': levels.sum,
  '*': levels.product,
  '/': levels.product,
  '@': levels.product,
  '^': levels.power,
};

export function levelOf(expression: Expression): Level {
  if (expression.kind === 'binary') return symbols[expression.symbol] ?? levels.comparison;
  return expression.kind === 'negate' ? levels.unary : levels.postfix;
}

/** How tightly an operand must bind to stand in an expression as it is; 0 where anything may. */
export function leastLevel(parent: Expression, operand: Expression): number {
  switch (parent.kind) {
    case 'binary': {
      const level = levelOf(parent);
      if (level === levels.power) return parent.left === operand ? levels.postfix : levels.unary;
      return parent.left === operand ? level : level + 1;
    }
    case 'negate':
      return levels.unary;
    case 'transpose':
      return levels.postfix;
    case 'index':
      return parent.operand === operand ? levels.postfix : 0;
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
