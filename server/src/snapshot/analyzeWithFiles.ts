/** Analysis of a model together with the files that it names and its trained values. */

import type { InitialDraws } from '../language/lowering/context.ts';
import type { TrainedValues } from '../language/lowering/model.ts';
import { type FileError, type Files, isFileError } from '../language/names/files.ts';
import { type Problem, problem } from '../language/problems/problems.ts';
import { analyze, type Snapshot, withProblem } from './snapshot.ts';

/** Files that may be read asynchronously. */
export interface AsyncFiles extends Files {
  /** Trained values saved beside the model; undefined if there are none, or while they are being read. */
  trainedValues(): TrainedValues | FileError | undefined;
  /** Resolves when all pending reads have finished; undefined if there are none. */
  pendingReads(): Promise<unknown> | undefined;
}

/** State of an open file besides its text. */
export interface AnalysisOptions {
  /** Trained values of params; they take precedence over the saved ones. */
  readonly trained?: TrainedValues | undefined;
  /** The name of the scalar to differentiate instead of the losses. */
  readonly rootName?: string | undefined;
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
    if (pending.length === 0) return withoutDraws(snapshot);
    await Promise.all(pending);
    if (!isCurrent()) return undefined;
  }
}

function analyzeAvailable(
  text: string,
  version: number,
  files: AsyncFiles,
  { trained: unsavedTrained, rootName, draws, previous }: AnalysisOptions,
): Snapshot {
  const analyzeWith = (trained: TrainedValues, reused: Snapshot | undefined): Snapshot =>
    analyze(text, version, { files, trained, rootName, draws }, reused);
  if (unsavedTrained !== undefined) return analyzeWith(unsavedTrained, previous);
  // A version whose predecessor used saved values most likely uses them too.
  const expected = previous && previous.model.externalParams.length > 0 ? files.trainedValues() : undefined;
  const expectedValues = expected === undefined || isFileError(expected) ? noTrainedValues : expected;
  const snapshot = analyzeWith(expectedValues, previous);
  if (snapshot.model.externalParams.length === 0) return snapshot;
  const saved = expected ?? files.trainedValues();
  if (saved === undefined) return snapshot;
  if (isFileError(saved)) return withProblem(snapshot, trainedValuesProblem(snapshot, saved.reason));
  return saved === expectedValues ? snapshot : analyzeWith(saved, snapshot);
}

/** The snapshot as if everything had been drawn at once, as it is when its model is lowered again. */
function withoutDraws(snapshot: Snapshot): Snapshot {
  const { draws: _, ...context } = snapshot.context;
  return { ...snapshot, context };
}

const noTrainedValues: TrainedValues = new Map();

/** Reported at the first param that is saved beside the file. */
function trainedValuesProblem({ model }: Snapshot, reason: string): Problem {
  const [{ statement }] = model.externalParams;
  return problem('trained-values-unreadable', statement, reason);
}
