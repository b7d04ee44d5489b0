/** Finds functions that lead back to themselves, through whatever they call. */

import { limits } from '../base/limits.ts';
import type { Broken, FunctionDefinition, Statement, Tree } from '../syntax/tree.ts';

export class CallCycles {
  readonly #functions: ReadonlyMap<string, FunctionDefinition | Broken>;
  readonly #tree: Tree;
  /** How many expressions may still be looked at. */
  #patience = limits.callSearch;

  constructor(functions: ReadonlyMap<string, FunctionDefinition | Broken>, tree: Tree) {
    this.#functions = functions;
    this.#tree = tree;
  }

  /** The names from a function back to itself, `['f', 'g', 'f']`, or undefined where it doesn't lead back, or not soon enough. */
  from(start: Statement): readonly string[] | undefined {
    if (start.kind !== 'fn') return undefined;
    /** Each function that was reached, and the one that calls it. */
    const callers = new Map<string, string>();
    const waiting: FunctionDefinition[] = [start];
    for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
      this.#patience -= current.last - current.first + 1;
      if (this.#patience < 0) return undefined;
      for (const callee of this.#calledBy(current)) {
        const called = this.#functions.get(callee);
        if (called === start) return way(callers, current.name.name, callee);
        if (called?.kind !== 'fn' || callers.has(callee)) continue;
        callers.set(callee, current.name.name);
        waiting.push(called);
      }
    }
    return undefined;
  }

  *#calledBy(definition: FunctionDefinition): Generator<string> {
    for (const expression of this.#tree.expressionsIn(definition)) {
      if (expression.kind === 'call') yield expression.callee.name;
    }
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
