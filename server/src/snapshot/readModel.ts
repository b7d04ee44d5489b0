/** Reads a model together with the files that it names, and with what training has made of it. */

import { readSafetensors } from '../data/safetensors.ts';
import { type FileError, type Files, isFileError } from '../language/base/files.ts';
import type { TrainedValues } from '../language/lowering/model.ts';
import { type Problem, problem } from '../language/problems/problems.ts';
import { analyze, type Snapshot, withProblem } from './snapshot.ts';

/** Files that may still have to be read. */
export interface AsyncFiles extends Files {
  /** The trained values that are kept beside the model; undefined where there are none, or while they are being read. */
  checkpoint(): Uint8Array | FileError | undefined;
  /** Resolves when what was asked for and wasn't there has been read; undefined where nothing was. */
  pendingReads(): Promise<unknown> | undefined;
}

/** What there is of a file since it was opened, besides its text. */
export interface ReadOptions {
  /** What training has made of params: it comes before the checkpoint. */
  readonly trained?: TrainedValues | undefined;
  /** What was picked to be differentiated instead of the losses. */
  readonly root?: string | undefined;
  /** The version that was read last. */
  readonly previous?: Snapshot | undefined;
}

/**
 * The model once every file that it names has been read.
 * @param isCurrent asked after each wait: whether anybody still wants to know.
 */
export async function readModel(
  text: string,
  version: number,
  files: AsyncFiles,
  options: ReadOptions = {},
  isCurrent: () => boolean = () => true,
): Promise<Snapshot | undefined> {
  for (;;) {
    const snapshot = readAvailable(text, version, files, options);
    const pending = files.pendingReads();
    if (pending === undefined) return snapshot;
    await pending;
    if (!isCurrent()) return undefined;
  }
}

function readAvailable(
  text: string,
  version: number,
  files: AsyncFiles,
  { trained: sessionTrained, root, previous }: ReadOptions,
): Snapshot {
  const untrained = analyze(text, version, { files, trained: sessionTrained ?? new Map(), root }, previous);
  if (sessionTrained !== undefined || untrained.model.externalParams.length === 0) return untrained;
  const bytes = files.checkpoint();
  if (bytes === undefined) return untrained;
  if (isFileError(bytes)) return withProblem(untrained, checkpointProblem(untrained, bytes.reason));
  const trained = readSafetensors(bytes);
  if ('problem' in trained) return withProblem(untrained, checkpointProblem(untrained, trained.problem));
  return analyze(text, version, { files, trained, root }, untrained);
}

/** Said at the first param that is kept beside the file. */
function checkpointProblem({ model }: Snapshot, reason: string): Problem {
  const [{ statement }] = model.externalParams;
  return problem('checkpoint-unreadable', statement, reason);
}
