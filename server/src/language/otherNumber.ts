/** A file as if another number stood in it, so that the same nodes come of it, whatever the sign: a `-2` is two nodes, and a `2` is one. */

import type { Module } from './modules.ts';
import type { Definition, Expression } from './tree.ts';

/** @param definition one of the file's whose value is one number, with signs or in lists. */
export function withOtherNumber(module: Module, definition: Definition, number: number): Module {
  const { tree } = module;
  const expressions = [...tree.expressions];
  const value = otherNumber(definition.value, number, expressions);
  const statements = tree.statements.map((statement) =>
    statement === definition ? { ...definition, value } : statement,
  );
  return { ...module, tree: { ...tree, statements, expressions } };
}

/** Signs and lists nest no deeper than the parser lets them, so this may recurse. */
function otherNumber(expression: Expression, number: number, expressions: Expression[]): Expression {
  const other = (inner: Expression, value = number): Expression => otherNumber(inner, value, expressions);
  let written = expression;
  if (expression.kind === 'number') written = { ...expression, value: number };
  else if (expression.kind === 'negate') written = { ...expression, operand: other(expression.operand, -number) };
  else if (expression.kind === 'list') written = { ...expression, items: expression.items.map((item) => other(item)) };
  expressions[expression.index] = written;
  return written;
}
