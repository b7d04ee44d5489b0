/** Numbers and tensors as the language writes them, so that they read back to the bit. */

import { type Shape, sizeOf } from '../engine/ir/shape.ts';
import { atom, type Term, term, written } from '../explain/formula.ts';
import { bindings } from '../language/syntax/precedence.ts';
import { exactText } from '../training/stepEdits.ts';

/** What is not finite has no digits: it is what divides to it. */
export function numberTerm(value: number): Term {
  if (Number.isNaN(value)) return term('0 / 0', bindings.product);
  if (!Number.isFinite(value)) return term(value > 0 ? '1 / 0' : '-1 / 0', bindings.product);
  const isNegative = value < 0 || Object.is(value, -0);
  return term(exactText(value), isNegative ? bindings.minus : bindings.atom);
}

/** Nested lists; `zeros([0, 3])` of what has no elements, as a list has at least one. */
export function tensorTerm(values: ArrayLike<number>, shape: Shape): Term {
  if (shape.length === 0) return numberTerm(values[0]);
  if (sizeOf(shape) === 0) return atom(`zeros(${listOf(shape)})`);
  let items = Array.from(values, (value) => written(numberTerm(value)));
  for (const length of shape.toReversed()) {
    const rows: string[] = [];
    for (let start = 0; start < items.length; start += length) rows.push(listOf(items.slice(start, start + length)));
    items = rows;
  }
  return atom(items[0]);
}

export function listOf(items: readonly (string | number)[]): string {
  return `[${items.join(', ')}]`;
}
