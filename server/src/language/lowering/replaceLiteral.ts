/** A file as if another number stood in it, so that the same nodes come of it, whatever the sign: a `-2` is two nodes, and a `2` is one. */

import type { Module } from '../names/modules.ts';
import { wholeOf } from '../syntax/parsedStatement.ts';
import { type Definition, type Expression, placeOf } from '../syntax/tree.ts';

/** @param definition one of the file's whose value is one number, with signs or in lists. */
export function withOtherNumber(module: Module, definition: Definition, number: number): Module {
  const { tree } = module;
  const place = placeOf(tree, definition);
  const expressions = [...tree.expressionsOf(place)];
  const value = otherNumber(definition.value, number, expressions, definition.first);
  const statement = { ...wholeOf(definition), value };
  return { ...module, tree: tree.with(place, { ...tree.passages[place], statement, expressions }) };
}

/** Signs and lists nest no deeper than the parser lets them, so this may recurse. */
function otherNumber(expression: Expression, number: number, expressions: Expression[], first: number): Expression {
  const other = (inner: Expression, value = number): Expression => otherNumber(inner, value, expressions, first);
  let written = expression;
  if (expression.kind === 'number') written = { ...expression, value: number };
  else if (expression.kind === 'negate') written = { ...expression, operand: other(expression.operand, -number) };
  else if (expression.kind === 'list') written = { ...expression, items: expression.items.map((item) => other(item)) };
  expressions[expression.index - first] = written;
  return written;
}
