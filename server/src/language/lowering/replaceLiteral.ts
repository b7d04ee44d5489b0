/** Replaces a literal number in a module while keeping its nodes, whatever the sign: `-2` is two nodes, and `2` is one. */

import type { Module } from '../names/module.ts';
import type { Definition, Expression } from '../syntax/ast.ts';
import { indexOfStatement } from '../syntax/tree.ts';

/** @param definition one of the file's whose value is one number, with signs or in lists. */
export function replaceLiteral(module: Module, definition: Definition, number: number): Module {
  const { tree } = module;
  const index = indexOfStatement(tree, definition);
  const parsed = tree.parsedStatements[index];
  const expressions = [...parsed.expressions];
  const value = replaceNumber(definition.value, number, expressions);
  const statement = { ...(parsed.statement as Definition), value };
  return { ...module, tree: tree.with(index, { ...parsed, statement, expressions }) };
}

/** Signs and lists nest no deeper than the parser lets them, so this may recurse. */
function replaceNumber(expression: Expression, number: number, expressions: Expression[]): Expression {
  const replace = (inner: Expression, value = number): Expression => replaceNumber(inner, value, expressions);
  let replaced = expression;
  if (expression.kind === 'number') replaced = { ...expression, value: number };
  else if (expression.kind === 'negate') replaced = { ...expression, operand: replace(expression.operand, -number) };
  else if (expression.kind === 'list')
    replaced = { ...expression, items: expression.items.map((item) => replace(item)) };
  expressions[expression.localIndex] = replaced;
  return replaced;
}
