/** What training made of params that the text doesn't hold, as the bytes that are kept beside the file. */

import { writeSafetensors } from '../data/safetensors.ts';
import type { Model, Trained } from '../language/model.ts';

/** Undefined where the text holds every param. */
export function checkpointBytes({ params }: Model, trained: Trained): Uint8Array | undefined {
  const inText = new Set(params.flatMap(({ name, source }) => (source ? [name] : [])));
  const beside = new Map([...trained].filter(([name]) => !inText.has(name)));
  return beside.size === 0 ? undefined : writeSafetensors(beside);
}
