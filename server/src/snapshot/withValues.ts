/** Snapshots with evaluated values, and the problems found in them. */

import { formatChanged, formatNumber } from '../display/numbers.ts';
import type { Values } from '../engine/ir/values.ts';
import { type Problem, problem } from '../language/problems/problems.ts';
import { diagnose } from './diagnostics/diagnose.ts';
import { checkExpectations, type Verdict } from './expectations.ts';
import { checkHyperparameters } from './hyperparameters.ts';
import { type Evaluated, type Snapshot, withProblem } from './snapshot.ts';

/** Significant digits in the message of a failed expectation. */
const expectationDigits = 6;

export function withValues(snapshot: Snapshot, values: Values): Evaluated {
  const verdicts = checkExpectations(snapshot.model, values);
  const failures = verdicts.filter(({ holds }) => !holds).map(expectationProblem);
  const newProblems = [...checkHyperparameters(snapshot.model, values), ...diagnose(snapshot, values), ...failures];
  return { ...withProblem(snapshot, ...newProblems), evaluation: { values, verdicts } };
}

/** Shows as many digits as distinguish the two sides. */
function expectationProblem({ expectation, left, right }: Verdict): Problem {
  const [shownLeft, shownRight] = [
    formatChanged(left, right, expectationDigits),
    formatChanged(right, left, expectationDigits),
  ];
  const difference = formatNumber(Math.abs(left - right), expectationDigits);
  return problem('expectation-failed', expectation.statement, shownLeft, shownRight, difference);
}
