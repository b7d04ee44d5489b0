/** One version of one file, from its text to what its model means, and once it is evaluated, its numbers. Never changed. */

import { showChanged, showNumber } from '../display/numbers.ts';
import type { Values } from '../engine/ir/values.ts';
import type { Lines } from '../language/base/lines.ts';
import { emptyContext, type LoweringContext } from '../language/lowering/context.ts';
import { lower } from '../language/lowering/lower.ts';
import type { Model } from '../language/lowering/model.ts';
import { loadModule } from '../language/names/loadModule.ts';
import type { Module, ResolvedNames } from '../language/names/module.ts';
import { type Problem, type ProblemCode, problem } from '../language/problems/problems.ts';
import type { Tree } from '../language/syntax/tree.ts';
import { diagnose } from './diagnostics/diagnose.ts';
import { checkExpectations, type Verdict } from './expectations.ts';
import { checkHyperparameters } from './hyperparameters.ts';

/** Significant digits in the message of a claim that fails. */
const expectationDigits = 6;

export interface Snapshot {
  readonly version: number;
  readonly text: string;
  /** What the model was made of, and can be made of again for a mini-batch. */
  readonly module: Module;
  readonly context: LoweringContext;
  readonly lines: Lines;
  readonly tree: Tree;
  readonly names: ResolvedNames;
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
 * @param previous an earlier version, from which everything is taken over that is the same in this one.
 */
export function analyze(
  text: string,
  version = 0,
  context: LoweringContext = emptyContext,
  previous?: Snapshot,
): Snapshot {
  const module = loadModule(text, context.files, previous?.module);
  const { model, problems } = lower(module, context, previous);
  const { lines, tree, names } = module;
  const allProblems = sortByPosition([...module.problems, ...problems]);
  return { version, text, module, context, lines, tree, names, model, problems: allProblems };
}

/** The snapshot with the values of its program, and what they prove wrong. */
export function withValues(snapshot: Snapshot, values: Values): Evaluated {
  const verdicts = checkExpectations(snapshot.model, values);
  const failures = verdicts.filter(({ holds }) => !holds).map(expectationProblem);
  const newProblems = [...checkHyperparameters(snapshot.model, values), ...diagnose(snapshot, values), ...failures];
  return {
    ...snapshot,
    problems: sortByPosition([...snapshot.problems, ...newProblems]),
    evaluation: { values, verdicts },
  };
}

/** The snapshot with something else that is wrong with it: how its evaluation failed, or what a check found. */
export function withProblem(snapshot: Snapshot, ...newProblems: readonly Problem[]): Snapshot {
  return { ...snapshot, problems: sortByPosition([...snapshot.problems, ...newProblems]) };
}

export function isEvaluated(snapshot: Snapshot): snapshot is Evaluated {
  return snapshot.evaluation !== undefined;
}

/** Errors of the numbers, not of the model: it can be trained all the same. */
const numericErrorCodes: ReadonlySet<ProblemCode> = new Set(['expectation-failed', 'gradient-mismatch']);

/** The first thing that is wrong with the model itself. */
export function firstErrorOf({ problems }: Snapshot): Problem | undefined {
  return problems.find(({ severity, code }) => severity === 'error' && !numericErrorCodes.has(code));
}

export function isSound(snapshot: Snapshot): boolean {
  return firstErrorOf(snapshot) === undefined;
}

/** With as many digits as it takes to tell both sides apart. */
function expectationProblem({ expectation, left, right }: Verdict): Problem {
  const [shownLeft, shownRight] = [
    showChanged(left, right, expectationDigits),
    showChanged(right, left, expectationDigits),
  ];
  const difference = showNumber(Math.abs(left - right), expectationDigits);
  return problem('expectation-failed', expectation.statement, shownLeft, shownRight, difference);
}

function sortByPosition(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => a.start - b.start);
}
