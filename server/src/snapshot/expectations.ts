/** Checks what a file expects of its own numbers. */

import { elementsOf, type Values } from '../engine/runtime/execute.ts';
import type { Claim, Model } from '../language/lowering/model.ts';

export interface Verdict {
  readonly claim: Claim;
  readonly holds: boolean;
  /** Both sides where they are furthest from what is allowed. */
  readonly left: number;
  readonly right: number;
}

export function checkClaims(model: Model, values: Values): Verdict[] {
  return model.claims.map((claim) => check(model, values, claim));
}

function check({ program }: Model, values: Values, claim: Claim): Verdict {
  const [left, right, difference, allowed] = [claim.left, claim.right, claim.difference, claim.allowed].map((node) =>
    elementsOf(program, values, node),
  );
  let worst = 0;
  let worstExcess = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < difference.length; i++) {
    const isSame = left[i] === right[i];
    const excess = isSame ? 0 : difference[i] - allowed[allowed.length === 1 ? 0 : i];
    // Not a number is as far as can be: it is never near anything.
    if (!(excess <= worstExcess)) [worst, worstExcess] = [i, excess];
    if (Number.isNaN(excess)) break;
  }
  return { claim, holds: worstExcess <= 0, left: left[worst], right: right[worst] };
}
