/** Saves trained params: in the text if it spells their values out, else in the file of trained values beside it. */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileLimits } from '../../../../protocol/filePolicy.ts';
import { readSafetensors, writeSafetensors } from '../../data/safetensors.ts';
import { shapesEqual } from '../../engine/ir/shape.ts';
import { trainedValuesFileOf } from '../../files/readableFiles.ts';
import type { Model } from '../../language/lowering/model.ts';
import { applyEdits } from '../../language/text/edits.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { unwrittenValuesOf } from '../../training/createTrainingJob.ts';
import { trainedEdits } from '../../training/stepEdits.ts';
import { fileAccess } from '../files/fileAccess.ts';
import { ConflictError, writableTarget, writeAllAtomically } from '../files/writeAtomically.ts';
import { readSnapshot, readText, stripByteOrderMark, UsageError, writableFolders, writeRefusal } from './command.ts';

/**
 * Saves into the file as it is now, which may have been edited while it was trained.
 *
 * @param values values of all params, in the order of the model.
 * @throws UsageError if they can't be written, or if the edited file has different params.
 */
export async function saveTrained(file: string, trained: Snapshot, values: readonly Float64Array[]): Promise<void> {
  for (;;) {
    const text = await readText(file);
    const isUnchanged = stripByteOrderMark(text) === trained.text;
    const current = isUnchanged ? trained : await readSnapshot(file, text);
    if (!isUnchanged && !haveSameParams(current, trained)) {
      throw new UsageError(
        `${file} was edited while it was trained, and its params are different now. Nothing was written. Train it again`,
      );
    }
    await requireReplaceable(file, current.model);
    try {
      return await writeTrained(file, text, current, values);
    } catch (error) {
      if (error instanceof ConflictError) continue;
      throw writeRefusal([file], error);
    }
  }
}

function haveSameParams({ model: a }: Snapshot, { model: b }: Snapshot): boolean {
  return (
    a.params.length === b.params.length &&
    a.params.every(
      ({ name, node }, i) =>
        name === b.params[i].name && shapesEqual(a.program.shape(node), b.program.shape(b.params[i].node)),
    )
  );
}

/** @throws UsageError if the params that the text does not hold can't be stored beside it. */
export async function requireReplaceable(file: string, { externalParams }: Model): Promise<void> {
  if (externalParams.length === 0) return;
  const checkpoint = trainedValuesFileOf(file);
  const folders = writableFolders([file]);
  try {
    await writableTarget(checkpoint, folders);
  } catch (error) {
    throw writeRefusal([file], error);
  }
  const uris = folders.map((folder) => pathToFileURL(folder).href);
  const content = await fileAccess.read(pathToFileURL(resolve(checkpoint)).href, {
    limit: fileLimits.fileSize,
    folders: uris,
  });
  if (content.kind === 'missing') return;
  const isEmpty = content.kind === 'bytes' && content.bytes.length === 0;
  if (isEmpty || (content.kind === 'bytes' && !('problem' in readSafetensors(content.bytes)))) return;
  throw new UsageError(
    `${file} can't be written: ${checkpoint} would be replaced, but is not a file of trained values; move it away or delete it`,
  );
}

/** @param text of the file, with its byte order mark. @throws ConflictError if the file has changed. */
async function writeTrained(
  file: string,
  text: string,
  { text: modelText, model }: Snapshot,
  values: readonly Float64Array[],
): Promise<void> {
  const contents = new Map<string, string | Uint8Array>();
  const unwrittenValues = unwrittenValuesOf(model, values);
  if (unwrittenValues.size > 0) {
    contents.set(trainedValuesFileOf(file), writeSafetensors(unwrittenValues));
  }
  const edits = trainedEdits(model, values);
  const byteOrderMark = text.slice(0, text.length - modelText.length);
  if (edits.length > 0) contents.set(file, byteOrderMark + applyEdits(modelText, edits));
  await writeAllAtomically(contents, new Map([[file, text]]), writableFolders([file]));
}
