/** Whether an expression means the same, and has the same value, where it is moved. */

import * as l10n from '@vscode/l10n';
import { dropout } from '../engine/operators/dropout.ts';
import { functionOf } from '../language/names/functions.ts';
import type { Module } from '../language/names/modules.ts';
import type { FunctionReference } from '../language/names/scope.ts';
import { scan } from '../language/syntax/scan.ts';
import type { Expression } from '../language/syntax/tree.ts';
import type { Refusal } from '../training/refusal.ts';

/** The expressions that an expression is made of, itself the last. */
export function partsOf({ tree }: Pick<Module, 'tree'>, { first, index }: Expression): readonly Expression[] {
  return tree.expressionsIn({ first, last: index + 1 });
}

/** The names of values in an expression, each once. */
export function valueNames(parts: readonly Expression[]): readonly string[] {
  return [
    ...new Set(
      parts.flatMap((part) => (part.kind === 'name' ? [part.name] : part.kind === 'member' ? [part.owner.name] : [])),
    ),
  ];
}

/** Why an expression has to stay in its statement. */
export function reasonToStay(module: Module, parts: readonly Expression[]): Refusal | undefined {
  const seen = new Set<FunctionReference['definition']>();
  const open = [{ module, parts }];
  for (const reached of open) {
    for (const part of reached.parts) {
      if (part.kind !== 'call') continue;
      const called = functionOf(part.callee.name, reached.module, part.start);
      if (called === undefined && part.callee.name === dropout.name) return drawsAtRandom();
      if (called === undefined || seen.has(called.definition)) continue;
      seen.add(called.definition);
      if (called.definition.body.some(({ kind }) => kind === 'param' || kind === 'drawn')) return makesParams();
      open.push({ module: called.module, parts: called.module.tree.expressionsIn(called.definition) });
    }
  }
  return undefined;
}

/** Why an expression can't be one of a function, which knows no more than what it is given. */
export function reasonForNoFunction(parts: readonly Expression[]): Refusal | undefined {
  const names = parts.some(({ kind }) => kind === 'member' || kind === 'gradient');
  return names
    ? { refusal: l10n.t('A function has its own names: params of calls and gradients stay outside.') }
    : undefined;
}

/** Whether all calls in an expression call the same from another place. */
export function callsTheSame(module: Module, parts: readonly Expression[], from: number, to: number): boolean {
  return parts.every((part) => {
    if (part.kind !== 'call') return true;
    const [here, there] = [from, to].map((offset) => functionOf(part.callee.name, module, offset));
    return here?.definition === there?.definition;
  });
}

/** An expression that goes on in the next line needs brackets where none are around it. */
export function inBrackets(source: string): string {
  const tokens = scan(source);
  for (let at = 0; tokens.kind(at) !== 'end'; at++) if (tokens.kind(at) === 'newline') return `(${source})`;
  return source;
}

function makesParams(): Refusal {
  return { refusal: l10n.t('It calls what makes params, and those are named by the statement that calls.') };
}

function drawsAtRandom(): Refusal {
  return { refusal: l10n.t('It draws at random, by its place among all such calls.') };
}
