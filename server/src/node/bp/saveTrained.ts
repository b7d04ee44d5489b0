/** Saves trained params, in the text or beside it, and beside it the state from which training continues. */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileLimits } from '../../../../protocol/shared/filePolicy.ts';
import { isReadFailure } from '../../data/readFailure.ts';
import { shapesEqual } from '../../engine/ir/shape.ts';
import { runToCompletion } from '../../engine/runtime/slices.ts';
import type { RunState } from '../../engine/training/trainingRun.ts';
import { learnedParamsFileOf } from '../../files/referencedFiles.ts';
import { type Model, tensorsOutsideText } from '../../language/lowering/model.ts';
import { applyEdits } from '../../language/text/edits.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { isStateful } from '../../snapshot/training/resume.ts';
import {
  type Checkpoint,
  readCheckpointInSlices,
  withSavedValues,
  writeCheckpoint,
} from '../../training/checkpoint.ts';
import { progressAfter, trainedEdits } from '../../training/stepEdits.ts';
import { diskAccess } from '../files/diskAccess.ts';
import { ConflictError, writableTarget, writeAllAtomically } from '../files/writeAtomically.ts';
import { readSnapshot, readText, stripByteOrderMark, UsageError, writableFolders, writeRefusal } from './command.ts';

/**
 * Saves into the file as it is now, which may have been edited while it was trained.
 *
 * @param run the state after training.
 * @throws UsageError if they can't be written, or if the edited file has different params.
 */
export async function saveTrained(file: string, trained: Snapshot, run: RunState): Promise<void> {
  for (;;) {
    const text = await readText(file);
    const isUnchanged = stripByteOrderMark(text) === trained.text;
    const current = isUnchanged ? trained : await readSnapshot(file, text);
    if (!isUnchanged && !haveSameParams(current, trained)) {
      throw new UsageError(
        `${file} was edited while it was trained, and its params are different now. Nothing was written. Train it again`,
      );
    }
    const saved = await requireReplaceable(file, current.model);
    try {
      return await writeTrained(file, text, current, run, saved);
    } catch (error) {
      if (error instanceof ConflictError) continue;
      throw writeRefusal([file], error);
    }
  }
}

function haveSameParams({ model: a }: Snapshot, { model: b }: Snapshot): boolean {
  const [shapesOfA, shapesOfB] = [a, b].map(({ params, runningStatistics, program }) => [
    ...params.map(({ name, node }) => ({ name, shape: program.shape(node) })),
    ...runningStatistics,
  ]);
  return (
    shapesOfA.length === shapesOfB.length &&
    shapesOfA.every(({ name, shape }, i) => name === shapesOfB[i].name && shapesEqual(shape, shapesOfB[i].shape))
  );
}

/**
 * The checkpoint beside a file, if one is to be written and there is one.
 * @throws UsageError if it can't be replaced.
 */
export async function requireReplaceable(file: string, model: Model): Promise<Checkpoint | undefined> {
  if (tensorsOutsideText(model).length === 0 && !isStateful(model)) return undefined;
  const checkpoint = learnedParamsFileOf(file);
  const folders = writableFolders([file]);
  try {
    await writableTarget(checkpoint, folders);
  } catch (error) {
    throw writeRefusal([file], error);
  }
  const uris = folders.map((folder) => pathToFileURL(folder).href);
  const content = await diskAccess.read(pathToFileURL(resolve(checkpoint)).href, {
    limit: fileLimits.fileSize,
    folders: uris,
  });
  if (content.kind === 'missing') return undefined;
  if (content.kind === 'bytes') {
    const saved = runToCompletion(readCheckpointInSlices(content.bytes));
    if (!isReadFailure(saved)) return saved;
  }
  throw new UsageError(
    `${file} can't be written: ${checkpoint} would be replaced, but is not a file of learned params; move it away or delete it`,
  );
}

/** @param text the text of the file, with its byte order mark. @throws ConflictError if the file has changed. */
async function writeTrained(
  file: string,
  text: string,
  { text: modelText, model }: Snapshot,
  run: RunState,
  saved: Checkpoint | undefined,
): Promise<void> {
  const contents = new Map<string, string | Uint8Array>();
  const trainingProgress = progressAfter(model, run);
  const includesState = isStateful(model);
  if (includesState || trainingProgress.learnedParams.size > 0)
    contents.set(learnedParamsFileOf(file), writeCheckpoint(withSavedValues(trainingProgress, saved), includesState));
  const edits = trainedEdits(model, run.params);
  const byteOrderMark = text.slice(0, text.length - modelText.length);
  if (edits.length > 0) contents.set(file, byteOrderMark + applyEdits(modelText, edits));
  await writeAllAtomically(contents, new Map([[file, text]]), writableFolders([file]));
}
