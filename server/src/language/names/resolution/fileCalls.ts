/** Calls of the functions that read files, in the names of a file. */

import type { FileFunction } from '../../../data/formats/fileFunction.ts';
import { fileFunctionNamed, fileFunctions } from '../../../data/formats/table.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import { type Definition, type Expression, isDefinition, rangeIn, type Statement } from '../../syntax/ast.ts';
import { gradientFunctionName } from '../../syntax/parser/parsePrimary.ts';

/** Names of built-ins that can't be defined as functions. */
export const reservedFunctionNames: ReadonlySet<string> = new Set([
  ...fileFunctions.map(({ name }) => name),
  gradientFunctionName,
]);

/** A statement whose value is read from a file. */
export interface FileCall {
  readonly definition: Definition;
  readonly call: Expression & { kind: 'call' };
  readonly fileFunction: FileFunction;
}

/** Undefined if the value of a statement is not a file. */
export function fileCallOf(statement: Statement): FileCall | undefined {
  if (!isDefinition(statement) || statement.value.kind !== 'call') return undefined;
  const fileFunction = fileFunctionNamed(statement.value.callee.name);
  return fileFunction && { definition: statement, call: statement.value, fileFunction };
}

/** The problem of a file that is not the whole value of a statement that may have it. */
export function misplacedFile(
  statement: Statement,
  call: Expression & { kind: 'call' },
  isInFunction: boolean,
): Problem | undefined {
  const { name } = call.callee;
  const isEntireValue = !isInFunction && isDefinition(statement) && statement.value === call;
  const isAllowed = fileFunctionNamed(name)!.statements.some((kind) => kind === statement.kind);
  return isEntireValue && isAllowed
    ? undefined
    : problem('misplaced-file', rangeIn(statement, call.callee), name, isInFunction);
}

/** The strings of a list, also those of lists in it. */
export function textsIn(expression: Expression): readonly Expression[] {
  return expression.kind === 'list' && !expression.isLiteral ? expression.items.flatMap(textsIn) : [expression];
}
