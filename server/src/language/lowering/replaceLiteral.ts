/** Replaces a number in a module without changing its expressions: `-2` is two of them, so the sign stays where it is. */

import type { Module } from '../names/modules/module.ts';
import type { Definition, Expression } from '../syntax/ast.ts';
import { indexOfStatement } from '../syntax/tree/tree.ts';

/** @param definition a top-level definition whose value is a single number, possibly with signs or inside lists. */
export function replaceLiteral(module: Module, definition: Definition, number: number): Module {
  const { tree } = module;
  const index = indexOfStatement(tree, definition);
  const parsed = tree.parsedStatements[index];
  const expressions = [...parsed.expressions];
  const value = replaceNumber(definition.value, number, expressions);
  const statement = { ...(parsed.statement as Definition), value };
  return { ...module, tree: tree.with(index, { ...parsed, statement, expressions }) };
}

/** May recurse, as the parser limits nesting. */
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
