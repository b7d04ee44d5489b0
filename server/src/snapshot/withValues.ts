/** Snapshots with evaluated values, and the problems found in them. */

import { prepareQuantities } from '../display/nodeQuantity.ts';
import { formatChanged, formatNumber } from '../display/numbers.ts';
import { adjointOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId } from '../engine/ir/program.ts';
import type { Values } from '../engine/ir/values.ts';
import { runToCompletion } from '../engine/runtime/slices.ts';
import type { Model } from '../language/lowering/model.ts';
import { type Problem, problem } from '../language/problems/problems.ts';
import { checkExpectations, type Verdict } from './expectations.ts';
import { diagnose } from './numericProblems/diagnose.ts';
import { sampleTextOf } from './sample/sampleText.ts';
import { type EvaluatedSnapshot, type Snapshot, withProblems } from './snapshot.ts';
import { batchProblems } from './training/batchModels.ts';
import { heldOutProblems } from './training/heldOutUse.ts';
import { checkHyperparameters } from './training/hyperparameters.ts';
import { prepareUpdates } from './training/paramUpdates.ts';

/** Significant digits in the message of a failed expectation. */
const expectationDigits = 6;

export function withValues(snapshot: Snapshot, values: Values): EvaluatedSnapshot {
  return runToCompletion(withValuesInSlices(snapshot, values));
}

/** Like `withValues`, in slices; also summarizes the values, so that no answer has to read all of them. */
export function* withSummarizedValuesInSlices(
  snapshot: Snapshot,
  values: Values,
): Generator<undefined, EvaluatedSnapshot> {
  const evaluated = yield* withValuesInSlices(snapshot, values);
  yield* prepareQuantities(snapshot.model.program, values, shownNodes(snapshot.model));
  yield* prepareUpdates(evaluated);
  return evaluated;
}

/** The nodes of the forward pass and their gradients. What else the backward pass computes is shown on request only. */
function* shownNodes({ firstNodes, objective }: Model): Generator<NodeId, void> {
  const end = firstNodes.at(-1)!;
  for (let node = 0; node < end; node++) {
    yield node;
    const adjoint = objective && adjointOf(objective.backwardPass, node);
    if (adjoint !== undefined) yield adjoint;
  }
}

function* withValuesInSlices(snapshot: Snapshot, values: Values): Generator<undefined, EvaluatedSnapshot> {
  const verdicts = yield* checkExpectations(snapshot.model, values);
  const sampleText = sampleTextOf(snapshot.model);
  const onSample = (found: Problem): Problem =>
    sampleText === undefined ? found : { ...found, message: `${found.message} (${sampleText})` };
  const failures = verdicts
    .filter(({ holds }) => !holds)
    .map(expectationProblem)
    .map(onSample);
  const diagnoses = (yield* diagnose(snapshot, values)).map(onSample);
  const newProblems = [
    ...checkHyperparameters(snapshot.model, values, snapshot.trainingProgress),
    ...heldOutProblems(snapshot),
    ...diagnoses,
    ...failures,
  ];
  const evaluated = { ...withProblems(snapshot, ...newProblems), evaluation: { values, verdicts } };
  return withProblems(evaluated, ...batchProblems(evaluated));
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
