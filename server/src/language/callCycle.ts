/** Finds a function that leads back to itself, through whatever it calls. */

import type { Broken, FunctionDefinition, Statement, Tree } from './tree.ts';

/** The names from a function back to itself, `['f', 'g', 'f']`, or undefined where it doesn't lead back. */
export function callCycle(
  from: Statement,
  functions: ReadonlyMap<string, FunctionDefinition | Broken>,
  { expressions }: Tree,
): readonly string[] | undefined {
  if (from.kind !== 'fn') return undefined;
  /** Each function that was reached, and the one that calls it. */
  const callers = new Map<string, string>();
  const waiting: FunctionDefinition[] = [from];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    for (const callee of calledBy(current, expressions)) {
      const called = functions.get(callee);
      if (called === from) return way(callers, current.name.name, callee);
      if (called?.kind !== 'fn' || callers.has(callee)) continue;
      callers.set(callee, current.name.name);
      waiting.push(called);
    }
  }
  return undefined;
}

function* calledBy({ first, last }: FunctionDefinition, expressions: Tree['expressions']): Generator<string> {
  for (let index = first; index < last; index++) {
    const expression = expressions[index];
    if (expression.kind === 'call') yield expression.callee.name;
  }
}

function way(callers: ReadonlyMap<string, string>, last: string, start: string): readonly string[] {
  const backwards = [start, last];
  for (let name = last; name !== start; ) {
    name = callers.get(name)!;
    backwards.push(name);
  }
  return backwards.reverse();
}
