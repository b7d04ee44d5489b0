/** Checks that an expression keeps its meaning and value when it is moved. */

import * as l10n from '@vscode/l10n';
import { dropout } from '../engine/operators/draws/dropout.ts';
import type { Module, ResolvedFunction } from '../language/names/modules/module.ts';
import { resolveFunction } from '../language/names/resolution/resolveFunction.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { type Expression, rangeIn, type StatementOrigin, spanIn } from '../language/syntax/ast.ts';
import { scan } from '../language/syntax/scanner.ts';

/** The subexpressions of an expression, itself the last. */
export function subexpressionsOf(
  { tree }: Pick<Module, 'tree'>,
  statement: StatementOrigin,
  expression: Expression,
): readonly Expression[] {
  return tree.expressionsIn(spanIn(statement, expression));
}

export interface StatementExpressions {
  readonly statement: StatementOrigin;
  readonly subexpressions: readonly Expression[];
}

/** The names of values in an expression, without duplicates. */
export function valueNames(subexpressions: readonly Expression[]): readonly string[] {
  return [
    ...new Set(
      subexpressions.flatMap((expression) =>
        expression.kind === 'name' ? [expression.name] : expression.kind === 'member' ? [expression.owner.name] : [],
      ),
    ),
  ];
}

/** Reason why expressions have to stay in their statements. */
export function reasonNotToMove(module: Module, parts: readonly StatementExpressions[]): Refusal | undefined {
  const seen = new Set<ResolvedFunction['definition']>();
  const worklist = parts.map((part) => ({ ...part, module }));
  for (const entry of worklist) {
    for (const expression of entry.subexpressions) {
      if (expression.kind === 'draw') return belongsToStatementRefusal();
      if (expression.kind !== 'call') continue;
      const callee = resolveFunction(expression.callee.name, entry.module, rangeIn(entry.statement, expression).start);
      if (callee === undefined && expression.callee.name === dropout.name) return drawsAtRandomRefusal();
      if (callee === undefined || seen.has(callee.definition)) continue;
      seen.add(callee.definition);
      if (callee.definition.body.some(({ kind }) => kind === 'param' || kind === 'randomParam'))
        return makesParamsRefusal();
      worklist.push({
        module: callee.module,
        statement: callee.definition,
        subexpressions: callee.module.tree.expressionsIn(callee.definition),
      });
    }
  }
  return undefined;
}

/** Reason why an expression cannot be the body of a function, which knows only its parameters. */
export function reasonNotToExtractFunction(subexpressions: readonly Expression[]): Refusal | undefined {
  const hasNonLocalNames = subexpressions.some(({ kind }) => kind === 'member' || kind === 'gradient');
  return hasNonLocalNames
    ? { refusal: l10n.t("Calls that create params, and gradients, can't move into a function.") }
    : undefined;
}

/** True if all calls in an expression resolve to the same functions at another offset. */
export function callsSameFunctions(
  module: Module,
  subexpressions: readonly Expression[],
  from: number,
  to: number,
): boolean {
  return subexpressions.every((expression) => {
    if (expression.kind !== 'call') return true;
    const [source, target] = [from, to].map((offset) => resolveFunction(expression.callee.name, module, offset));
    return source?.definition === target?.definition;
  });
}

/** Parenthesizes an expression that spans lines, as only brackets let it continue in the next line. */
export function parenthesizeIfMultiline(source: string): string {
  const tokens = scan(source);
  for (let token = 0; tokens.kind(token) !== 'end'; token++) if (tokens.kind(token) === 'newline') return `(${source})`;
  return source;
}

function makesParamsRefusal(): Refusal {
  return { refusal: l10n.t('It calls a function that creates params, which are named after the calling statement.') };
}

function belongsToStatementRefusal(): Refusal {
  return { refusal: l10n.t('It draws random numbers, which belong to the name of their statement.') };
}

function drawsAtRandomRefusal(): Refusal {
  return { refusal: l10n.t('It draws random numbers, which depend on its order among all such calls.') };
}
