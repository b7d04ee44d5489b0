/** Reads a model together with the files that it names, and with what training has made of it. */

import { readSafetensors } from '../data/safetensors.ts';
import { type Files, type FileTrouble, isTrouble } from '../language/base/files.ts';
import type { Trained } from '../language/lowering/model.ts';
import { type Problem, problem } from '../language/problems/problems.ts';
import { analyse, type Snapshot, withProblem } from './snapshot.ts';

/** Files that may still have to be read. */
export interface ArrivingFiles extends Files {
  /** The trained values that are kept beside the model; undefined where there are none, or while they are being read. */
  checkpoint(): Uint8Array | FileTrouble | undefined;
  /** Resolves when what was asked for and wasn't there has been read; undefined where nothing was. */
  ready(): Promise<unknown> | undefined;
}

/** What there is of a file since it was opened, besides its text. */
export interface Session {
  /** What training has made of params: it comes before the checkpoint. */
  readonly trained?: Trained | undefined;
  /** What was picked to be differentiated instead of the losses. */
  readonly root?: string | undefined;
  /** The version that was read last. */
  readonly earlier?: Snapshot | undefined;
}

/**
 * The model once every file that it names has been read.
 * @param isWanted asked after each wait: whether anybody still wants to know.
 */
export async function readModel(
  text: string,
  version: number,
  files: ArrivingFiles,
  session: Session = {},
  isWanted: () => boolean = () => true,
): Promise<Snapshot | undefined> {
  for (;;) {
    const snapshot = readWhatIsThere(text, version, files, session);
    const arrival = files.ready();
    if (arrival === undefined) return snapshot;
    await arrival;
    if (!isWanted()) return undefined;
  }
}

function readWhatIsThere(
  text: string,
  version: number,
  files: ArrivingFiles,
  { trained: here, root, earlier }: Session,
): Snapshot {
  const untrained = analyse(text, version, { files, trained: here ?? new Map(), root }, earlier);
  if (here !== undefined || untrained.model.unwrittenParams.length === 0) return untrained;
  const bytes = files.checkpoint();
  if (bytes === undefined) return untrained;
  if (isTrouble(bytes)) return withProblem(untrained, unreadable(untrained, bytes.trouble));
  const trained = readSafetensors(bytes);
  if ('problem' in trained) return withProblem(untrained, unreadable(untrained, trained.problem));
  return analyse(text, version, { files, trained, root }, untrained);
}

/** Said at the first param that is kept beside the file. */
function unreadable({ model }: Snapshot, reason: string): Problem {
  const [{ statement }] = model.unwrittenParams;
  return problem('checkpoint-unreadable', statement, reason);
}
