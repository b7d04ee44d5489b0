/** Finds recursive functions by search in the call graph. */

import { limits } from '../../modelLimits.ts';
import type { BrokenStatement, FunctionDefinition, Statement } from '../../syntax/ast.ts';
import type { Tree } from '../../syntax/tree/tree.ts';

export class CallCycles {
  readonly #functions: ReadonlyMap<string, FunctionDefinition | BrokenStatement>;
  readonly #tree: Tree;
  /** The number of expressions that may still be visited. */
  #budget = limits.cycleSearchSteps;

  constructor(functions: ReadonlyMap<string, FunctionDefinition | BrokenStatement>, tree: Tree) {
    this.#functions = functions;
    this.#tree = tree;
  }

  /** A cycle through a function, as in `['f', 'g', 'f']`; undefined if there is none or the search runs out of budget. */
  findCycle(start: Statement): readonly string[] | undefined {
    if (start.kind !== 'fn') return undefined;
    /** The caller of each function reached. */
    const callers = new Map<string, string>();
    const worklist: FunctionDefinition[] = [start];
    for (let current = worklist.pop(); current !== undefined; current = worklist.pop()) {
      this.#budget -= current.endExpression - current.firstExpression + 1;
      if (this.#budget < 0) return undefined;
      for (const calleeName of this.#calleeNames(current)) {
        const callee = this.#functions.get(calleeName);
        if (callee === start) return cyclePath(callers, current.name.name, calleeName);
        if (callee?.kind !== 'fn' || callers.has(calleeName)) continue;
        callers.set(calleeName, current.name.name);
        worklist.push(callee);
      }
    }
    return undefined;
  }

  *#calleeNames(definition: FunctionDefinition): Generator<string> {
    for (const expression of this.#tree.expressionsIn(definition)) {
      if (expression.kind === 'call') yield expression.callee.name;
    }
  }
}

function cyclePath(callers: ReadonlyMap<string, string>, lastName: string, startName: string): readonly string[] {
  const reversed = [startName, lastName];
  for (let name = lastName; name !== startName; ) {
    name = callers.get(name)!;
    reversed.push(name);
  }
  return reversed.reverse();
}
