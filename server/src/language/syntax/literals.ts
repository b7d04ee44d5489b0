/** Literal numbers and lists: the values that a training step edits in place. */

import { type Shape, scalar, shapesEqual } from '../../engine/ir/shape.ts';
import type { Tensor } from '../../engine/ir/tensor.ts';
import type { Expression } from './ast.ts';

/** A list whose items differ in shape. */
export interface RaggedList {
  readonly item: Expression;
  readonly expected: Shape;
  readonly actual: Shape;
}

export function isRagged(literal: Tensor | RaggedList): literal is RaggedList {
  return 'item' in literal;
}

/** The tensor that a number or a nested list of numbers denotes; undefined for any other expression. */
export function literalTensor(expression: Expression): Tensor | RaggedList | undefined {
  const numbers = literalNumbers(expression);
  if (numbers === undefined) return undefined;
  const shape = literalShape(expression);
  return 'item' in shape ? shape : { values: Float64Array.from(numbers, ({ value }) => value), shape };
}

/** A number with its sign. */
export interface LiteralNumber {
  readonly value: number;
  /** The number, including the minus signs in front of it. */
  readonly expression: Expression;
}

/**
 * The numbers of a literal in row-major order; undefined for any other expression. May recurse, as the parser limits
 * nesting.
 */
export function literalNumbers(expression: Expression): LiteralNumber[] | undefined {
  const numbers: LiteralNumber[] = [];
  const collect = (item: Expression): boolean => {
    if (item.kind === 'list') return item.items.every(collect);
    const value = signedNumber(item);
    if (value === undefined) return false;
    numbers.push({ value, expression: item });
    return true;
  };
  return collect(expression) ? numbers : undefined;
}

/** True for a number with at most one minus sign. */
export function isNumberLiteral(expression: Expression): boolean {
  const unsigned = expression.kind === 'negate' ? expression.operand : expression;
  return unsigned.kind === 'number';
}

function signedNumber(expression: Expression): number | undefined {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind !== 'negate') return undefined;
  const value = signedNumber(expression.operand);
  return value === undefined ? undefined : -value;
}

function literalShape(expression: Expression): Shape | RaggedList {
  if (expression.kind !== 'list') return scalar;
  const [first, ...others] = expression.items;
  const expected = literalShape(first);
  if ('item' in expected) return expected;
  for (const item of others) {
    const actual = literalShape(item);
    if ('item' in actual) return actual;
    if (!shapesEqual(actual, expected)) return { item, expected, actual };
  }
  return [expression.items.length, ...expected];
}

/** The shortest text that reads back as exactly this number. */
export function exactNumberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The text of a tensor as nested lists. */
export function literalText(values: Float64Array, shape: Shape): string {
  if (shape.length === 0) return exactNumberText(values[0]);
  const [length, ...rest] = shape;
  const itemSize = values.length / length;
  const items = Array.from({ length }, (_, i) => literalText(values.subarray(i * itemSize, (i + 1) * itemSize), rest));
  return `[${items.join(', ')}]`;
}
