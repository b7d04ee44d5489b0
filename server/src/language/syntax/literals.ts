/** Numbers that are written out in the text: the only values that a training step edits in place. */

import { type Shape, sameShape, scalar } from '../../engine/ir/shape.ts';
import type { Tensor } from '../../engine/ir/tensor.ts';
import type { Expression } from './tree.ts';

/** A list whose items differ in shape. */
export interface Ragged {
  readonly item: Expression;
  readonly expected: Shape;
  readonly found: Shape;
}

export function isRagged(literal: Tensor | Ragged): literal is Ragged {
  return 'item' in literal;
}

/** The tensor that a number, or a list of numbers or lists, stands for; undefined where something else is in it. */
export function literalTensor(expression: Expression): Tensor | Ragged | undefined {
  const numbers = literalNumbers(expression);
  if (numbers === undefined) return undefined;
  const shape = literalShape(expression);
  return 'item' in shape ? shape : { values: Float64Array.from(numbers, ({ value }) => value), shape };
}

/** A number of the text with its sign. */
export interface LiteralNumber {
  readonly value: number;
  /** The number without a sign, or with the minus signs before it. */
  readonly expression: Expression;
}

/**
 * The numbers of a literal in row-major order, or undefined where it isn't one. Lists nest no deeper than the parser
 * lets them, so this may recurse.
 */
export function literalNumbers(expression: Expression): LiteralNumber[] | undefined {
  const numbers: LiteralNumber[] = [];
  const collect = (part: Expression): boolean => {
    if (part.kind === 'list') return part.items.every(collect);
    const value = signedNumber(part);
    if (value === undefined) return false;
    numbers.push({ value, expression: part });
    return true;
  };
  return collect(expression) ? numbers : undefined;
}

function signedNumber(expression: Expression): number | undefined {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind !== 'negate') return undefined;
  const value = signedNumber(expression.operand);
  return value === undefined ? undefined : -value;
}

function literalShape(expression: Expression): Shape | Ragged {
  if (expression.kind !== 'list') return scalar;
  const [first, ...others] = expression.items;
  const expected = literalShape(first);
  if ('item' in expected) return expected;
  for (const item of others) {
    const found = literalShape(item);
    if ('item' in found) return found;
    if (!sameShape(found, expected)) return { item, expected, found };
  }
  return [expression.items.length, ...expected];
}
