/** Immutable snapshot of one version of a file: text, syntax, model and, once evaluated, values. */

import type { Values } from '../engine/ir/values.ts';
import { emptyContext, type LoweringContext } from '../language/lowering/context.ts';
import type { Model } from '../language/lowering/model.ts';
import { loadModule } from '../language/names/modules/loadModule.ts';
import type { Module, ResolvedNames } from '../language/names/modules/module.ts';
import { isNumericProblem, type Problem } from '../language/problems/problems.ts';
import type { Tree } from '../language/syntax/tree/tree.ts';
import type { Lines } from '../language/text/lines.ts';
import type { Verdict } from './expectations.ts';
import { lowerWithSample } from './sample/lowerWithSample.ts';
import { nextCounters } from './training/resumedOrder.ts';
import type { TrainingProgress } from './training/trainingProgress.ts';

export interface Snapshot {
  readonly version: number;
  readonly text: string;
  /** The inputs of lowering, kept so that the model can be lowered again for a mini-batch. */
  readonly module: Module;
  readonly context: LoweringContext;
  readonly lines: Lines;
  readonly tree: Tree;
  readonly names: ResolvedNames;
  readonly model: Model;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  /** The training steps that led to the params, from which training continues; absent if none are known. */
  readonly trainingProgress?: TrainingProgress;
  /** Why training starts over although steps were taken before, as a clause. */
  readonly restartReason?: string;
  /** Absent until the program has been run. */
  readonly evaluation?: Evaluation;
}

export interface Evaluation {
  readonly values: Values;
  readonly verdicts: readonly Verdict[];
}

export type EvaluatedSnapshot = Snapshot & { readonly evaluation: Evaluation };

/**
 * Analyzes a text without evaluating it.
 * @param previous snapshot of a previous version, from which everything unchanged is reused.
 */
export function analyze(
  text: string,
  version = 0,
  context: LoweringContext = emptyContext,
  previous?: Snapshot,
): Snapshot {
  const module = loadModule(text, context.files, previous?.module);
  const { model, problems } = lowerWithSample(module, context, previous);
  const { lines, tree, names } = module;
  const allProblems = sortByPosition([...module.problems, ...problems]);
  const snapshot = { version, text, module, context, lines, tree, names, model, problems: allProblems };
  return context.counters ? snapshot : atNextStep(snapshot);
}

/** The snapshot with the counters of the step after those that led to its params. */
export function atNextStep(snapshot: Snapshot): Snapshot {
  const { module, model, context, trainingProgress } = snapshot;
  const counters = nextCounters(model, trainingProgress);
  if (counters === undefined || counters.every((count, i) => count === context.counters?.[i])) return snapshot;
  const nextContext = { ...context, counters };
  return { ...snapshot, context: nextContext, model: lowerWithSample(module, nextContext, snapshot).model };
}

/** The snapshot with additional problems, such as a failed evaluation or the outcome of a gradient check. */
export function withProblems<S extends Snapshot>(snapshot: S, ...newProblems: readonly Problem[]): S {
  return { ...snapshot, problems: sortByPosition([...snapshot.problems, ...newProblems]) };
}

export function isEvaluated(snapshot: Snapshot): snapshot is EvaluatedSnapshot {
  return snapshot.evaluation !== undefined;
}

/** The first error in the model itself. A model whose numbers are wrong can still be trained. */
export function firstErrorOf({ problems }: Snapshot): Problem | undefined {
  return problems.find((problem) => problem.severity === 'error' && !isNumericProblem(problem));
}

export function isSound(snapshot: Snapshot): boolean {
  return firstErrorOf(snapshot) === undefined;
}

function sortByPosition(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => a.start - b.start);
}
