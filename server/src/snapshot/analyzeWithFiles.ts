/** Analysis of a model together with the files that it names and its learned params. */

import type { Mode } from '../engine/ir/mode.ts';
import type { InitialDraws } from '../language/lowering/context.ts';
import { type LearnedParams, tensorsOutsideText } from '../language/lowering/model.ts';
import { type FileError, type Files, isFileError } from '../language/names/modules/files.ts';
import { type Problem, problem } from '../language/problems/problems.ts';
import { analyze, atNextStep, type Snapshot, withProblems } from './snapshot.ts';
import { isStateful, restartReason } from './training/resume.ts';
import type { TrainingProgress } from './training/trainingProgress.ts';

/** Files that may be read asynchronously. */
export interface AsyncFiles extends Files {
  /** Learned params saved beside the model; undefined if there are none, or while they are being read. */
  learnedParams(): LearnedParams | FileError | undefined;
  /** The training steps that are saved beside the model; undefined if there are none, or while they are being read. */
  trainingProgress(): TrainingProgress | FileError | undefined;
  /** Resolves when all pending reads have finished; undefined if there are none. */
  pendingReads(): Promise<unknown> | undefined;
}

/** State of an open file besides its text. */
export interface AnalysisOptions {
  /** Unsaved learned params; they take precedence over the saved ones. */
  readonly learnedParams?: LearnedParams | undefined;
  /** Training steps; they take precedence over the saved ones if they led to the params of the text. */
  readonly trainingProgress?: TrainingProgress | undefined;
  /** The name of the scalar to differentiate instead of the losses. */
  readonly pickedRootName?: string | undefined;
  /** Training if absent. */
  readonly mode?: Mode | undefined;
  /** The number of times the user has drawn again; 0 if absent. */
  readonly draw?: number;
  /** True to evaluate a sample of large data, so that keys stay fast. */
  readonly isLive?: boolean;
  /** Draws large params in the background; absent to draw them at once. */
  readonly draws?: (InitialDraws & { readonly pending: Promise<void> | undefined }) | undefined;
  /** The previous snapshot, to be reused. */
  readonly previous?: Snapshot | undefined;
}

/**
 * Analyzes the model after all files that it names have been read; undefined if it is no longer current.
 * @param isCurrent called after each wait; false to give up.
 */
export async function analyzeWithFiles(
  text: string,
  version: number,
  files: AsyncFiles,
  options: AnalysisOptions = {},
  isCurrent: () => boolean = () => true,
): Promise<Snapshot | undefined> {
  for (;;) {
    const snapshot = analyzeAvailable(text, version, files, options);
    const pending = [files.pendingReads(), options.draws?.pending].filter((promise) => promise !== undefined);
    if (pending.length === 0) {
      const resumed = await withSteps(withoutDraws(snapshot), files, options, isCurrent);
      return resumed && atNextStep(resumed);
    }
    await Promise.all(pending);
    if (!isCurrent()) return undefined;
  }
}

function analyzeAvailable(
  text: string,
  version: number,
  files: AsyncFiles,
  { learnedParams: unsavedParams, pickedRootName, mode, draw = 0, isLive, draws, previous }: AnalysisOptions,
): Snapshot {
  // Most versions are at the same step as the previous one.
  const counters = previous?.context.counters && { counters: previous.context.counters };
  const analyzeWith = (learnedParams: LearnedParams, reused: Snapshot | undefined): Snapshot =>
    analyze(text, version, { files, learnedParams, pickedRootName, mode, draw, isLive, draws, ...counters }, reused);
  if (unsavedParams !== undefined) return analyzeWith(unsavedParams, previous);
  // A version whose predecessor used saved params most likely uses them too.
  const expected = previous && tensorsOutsideText(previous.model).length > 0 ? files.learnedParams() : undefined;
  const expectedParams = expected === undefined || isFileError(expected) ? noLearnedParams : expected;
  const snapshot = analyzeWith(expectedParams, previous);
  if (tensorsOutsideText(snapshot.model).length === 0) return snapshot;
  const saved = expected ?? files.learnedParams();
  if (saved === undefined) return snapshot;
  if (isFileError(saved)) return withProblems(snapshot, learnedParamsProblem(snapshot, saved.reason));
  return saved === expectedParams ? snapshot : analyzeWith(saved, snapshot);
}

/** The snapshot with the training steps that led to its params; undefined if it is no longer current. */
async function withSteps(
  snapshot: Snapshot,
  files: AsyncFiles,
  { learnedParams, trainingProgress }: AnalysisOptions,
  isCurrent: () => boolean,
): Promise<Snapshot | undefined> {
  const { model } = snapshot;
  const reason = trainingProgress && restartReason(model, trainingProgress);
  if (trainingProgress && reason === undefined) return { ...snapshot, trainingProgress };
  const unresumed = isStateful(model) && reason !== undefined ? { ...snapshot, restartReason: reason } : snapshot;
  // Saved steps belong to saved params.
  if (learnedParams !== undefined || !isStateful(model)) return unresumed;
  for (;;) {
    const saved = files.trainingProgress();
    const pending = files.pendingReads();
    if (pending === undefined) return saved ? withSavedProgress(unresumed, saved) : unresumed;
    await pending;
    if (!isCurrent()) return undefined;
  }
}

function withSavedProgress(snapshot: Snapshot, saved: TrainingProgress | FileError): Snapshot {
  if (!isFileError(saved)) {
    const reason = restartReason(snapshot.model, saved);
    if (reason !== undefined) return { ...snapshot, restartReason: snapshot.restartReason ?? reason };
    const { restartReason: _, ...resumed } = snapshot;
    return { ...resumed, trainingProgress: saved };
  }
  if (snapshot.problems.some(({ code }) => code === 'learned-params-unreadable')) return snapshot;
  const { model, tree } = snapshot;
  const range = tree.statementsOfKind('train')[0] ?? model.params[0].statement;
  return withProblems(snapshot, problem('training-state-unreadable', range, saved.reason));
}

/** The snapshot as if everything had been drawn at once, as it is when its model is lowered again. */
function withoutDraws(snapshot: Snapshot): Snapshot {
  const { draws: _, ...context } = snapshot.context;
  return { ...snapshot, context };
}

const noLearnedParams: LearnedParams = new Map();

/** Reported at the first value that is saved beside the file. */
function learnedParamsProblem({ model }: Snapshot, reason: string): Problem {
  const [{ statement }] = tensorsOutsideText(model);
  return problem('learned-params-unreadable', statement, reason);
}
