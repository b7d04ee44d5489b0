/** Saves trained params: in the text if it spells their values out, else in the file of trained values beside it. */

import { readFile } from 'node:fs/promises';
import { writeSafetensors } from '../../data/safetensors.ts';
import { trainedValuesFileOf } from '../../files/fileStore.ts';
import { applyEdits } from '../../language/text/edits.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { trainedEdits } from '../../trainingJobs/stepEdits.ts';
import { unwrittenValuesOf } from '../../trainingJobs/trainingJob.ts';
import { writeAllAtomically } from '../files/writeAtomically.ts';
import { UsageError } from './command.ts';

/** @param values values of all params, in the order of the model. @throws UsageError when they can't be written. */
export async function saveTrained(
  file: string,
  { text, model }: Snapshot,
  values: readonly Float64Array[],
): Promise<void> {
  try {
    const contents = new Map<string, string | Uint8Array>();
    const unwrittenValues = unwrittenValuesOf(model, values);
    if (unwrittenValues.size > 0) contents.set(trainedValuesFileOf(file), writeSafetensors(unwrittenValues));
    const edits = trainedEdits(model, values);
    if (edits.length > 0) contents.set(file, (await byteOrderMark(file)) + applyEdits(text, edits));
    await writeAllAtomically(contents);
  } catch (error) {
    throw new UsageError(`${file} can't be written: ${error instanceof Error ? error.message : error}`);
  }
}

/** The file's byte order mark, to be kept. */
async function byteOrderMark(file: string): Promise<string> {
  const bytes = await readFile(file);
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\ufeff' : '';
}
