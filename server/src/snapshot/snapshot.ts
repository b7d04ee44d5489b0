/** One version of one file, from its text to what its model means, and once it is evaluated, its numbers. Never changed. */

import { showChanged, showNumber } from '../display/numbers.ts';
import type { Values } from '../engine/runtime/execute.ts';
import type { Lines } from '../language/base/lines.ts';
import { lower, noSurroundings, type Surroundings } from '../language/lowering/lower.ts';
import type { Model } from '../language/lowering/model.ts';
import { loadModel, type Module } from '../language/names/modules.ts';
import type { Names } from '../language/names/resolve.ts';
import { type Problem, type ProblemCode, problem } from '../language/problems/problems.ts';
import type { Tree } from '../language/syntax/tree.ts';
import { checkHyperparameters } from '../training/hyperparameters.ts';
import { diagnose } from './diagnostics/diagnose.ts';
import { checkClaims, type Verdict } from './expectations.ts';

/** Significant digits in the message of a claim that fails. */
const claimDigits = 6;

export interface Snapshot {
  readonly version: number;
  readonly text: string;
  /** What the model was made of, and can be made of again for a mini-batch. */
  readonly module: Module;
  readonly surroundings: Surroundings;
  readonly lines: Lines;
  readonly tree: Tree;
  readonly names: Names;
  readonly model: Model;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  /** Absent until the program has been run. */
  readonly evaluation?: Evaluation;
}

export interface Evaluation {
  readonly values: Values;
  readonly verdicts: readonly Verdict[];
}

export type Evaluated = Snapshot & { readonly evaluation: Evaluation };

/**
 * Reads a text, as far as that goes without running anything.
 * @param earlier an earlier version, from which everything is taken over that is the same in this one.
 */
export function analyse(
  text: string,
  version = 0,
  surroundings: Surroundings = noSurroundings,
  earlier?: Snapshot,
): Snapshot {
  const module = loadModel(text, surroundings.files, earlier?.module);
  const { model, problems } = lower(module, surroundings, earlier);
  const { lines, tree, names } = module;
  const found = inOrder([...module.problems, ...problems]);
  return { version, text, module, surroundings, lines, tree, names, model, problems: found };
}

/** The snapshot with the values of its program, and what they prove wrong. */
export function withValues(snapshot: Snapshot, values: Values): Evaluated {
  const verdicts = checkClaims(snapshot.model, values);
  const failures = verdicts.filter(({ holds }) => !holds).map(failureOf);
  const found = [...checkHyperparameters(snapshot.model, values), ...diagnose(snapshot, values), ...failures];
  return { ...snapshot, problems: inOrder([...snapshot.problems, ...found]), evaluation: { values, verdicts } };
}

/** The snapshot with something else that is wrong with it: how its evaluation failed, or what a check found. */
export function withProblem(snapshot: Snapshot, ...found: readonly Problem[]): Snapshot {
  return { ...snapshot, problems: inOrder([...snapshot.problems, ...found]) };
}

export function isEvaluated(snapshot: Snapshot): snapshot is Evaluated {
  return snapshot.evaluation !== undefined;
}

/** Errors of the numbers, not of the model: it can be trained all the same. */
const errorsOfNumbers: ReadonlySet<ProblemCode> = new Set(['expectation-failed', 'gradient-mismatch']);

/** The first thing that is wrong with the model itself. */
export function faultOf({ problems }: Snapshot): Problem | undefined {
  return problems.find(({ severity, code }) => severity === 'error' && !errorsOfNumbers.has(code));
}

export function isSound(snapshot: Snapshot): boolean {
  return faultOf(snapshot) === undefined;
}

/** With as many digits as it takes to tell both sides apart. */
function failureOf({ claim, left, right }: Verdict): Problem {
  const [shownLeft, shownRight] = [showChanged(left, right, claimDigits), showChanged(right, left, claimDigits)];
  const difference = showNumber(Math.abs(left - right), claimDigits);
  return problem('expectation-failed', claim.statement, shownLeft, shownRight, difference);
}

function inOrder(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => a.start - b.start);
}
