/** Saves trained params: in the text if it spells their values out, else in the file of trained values beside it. */

import { writeSafetensors } from '../../data/safetensors.ts';
import { shapesEqual } from '../../engine/ir/shape.ts';
import { trainedValuesFileOf } from '../../files/fileStore.ts';
import { applyEdits } from '../../language/text/edits.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { trainedEdits } from '../../trainingJobs/stepEdits.ts';
import { unwrittenValuesOf } from '../../trainingJobs/trainingJob.ts';
import { ConflictError, writeAllAtomically } from '../files/writeAtomically.ts';
import { readSnapshot, readText, stripByteOrderMark, UsageError, writableFolders } from './command.ts';

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
    try {
      return await writeTrained(file, text, current, values);
    } catch (error) {
      if (error instanceof ConflictError) continue;
      throw new UsageError(`${file} can't be written: ${error instanceof Error ? error.message : error}`);
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
