/** Numbers and tensors as source text that parses back to exactly the same values. */

import { type Shape, sizeOf } from '../../engine/ir/shape.ts';
import { atom, type Term, term, termText } from '../../explain/formula.ts';
import { exactNumberText } from '../../language/syntax/literals.ts';
import { Precedence } from '../../language/syntax/precedence.ts';

/** Infinity and NaN have no literals, so they are written as divisions. */
export function numberTerm(value: number): Term {
  if (Number.isNaN(value)) return term('0 / 0', Precedence.product);
  if (!Number.isFinite(value)) return term(value > 0 ? '1 / 0' : '-1 / 0', Precedence.product);
  const isNegative = value < 0 || Object.is(value, -0);
  return term(exactNumberText(value), isNegative ? Precedence.negation : Precedence.atom);
}

/** Nested lists. A tensor without elements is written as `zeros([0, 3])`, as a list must not be empty. */
export function tensorTerm(values: ArrayLike<number>, shape: Shape): Term {
  if (shape.length === 0) return numberTerm(values[0]);
  if (sizeOf(shape) === 0) return atom(`zeros(${listLiteral(shape)})`);
  let elements = Array.from(values, (value) => termText(numberTerm(value)));
  for (const length of shape.toReversed()) {
    const rows: string[] = [];
    for (let start = 0; start < elements.length; start += length)
      rows.push(listLiteral(elements.slice(start, start + length)));
    elements = rows;
  }
  return atom(elements[0]);
}

export function listLiteral(items: readonly (string | number)[]): string {
  return `[${items.join(', ')}]`;
}
