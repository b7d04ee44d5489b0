/** Reads the versions of one document, each reusing the one before. */

import type { ModelFiles } from '../files/fileStore.ts';
import { emptyContext } from '../language/lowering/context.ts';
import { type ReadOptions, readModel } from '../snapshot/readModel.ts';
import { analyze, type Snapshot } from '../snapshot/snapshot.ts';
import type { ReadRequest } from './documentState.ts';

/** In milliseconds. A change this soon after a reading is one of many, or came while that reading went on. */
const burstInterval = 30;

export class VersionReader {
  readonly #modelFiles: () => ModelFiles;
  #previous: Snapshot | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #usedUris: ReadonlySet<string> = new Set();

  constructor(modelFiles: () => ModelFiles) {
    this.#modelFiles = modelFiles;
  }

  /** The canonical URIs of the files that the newest version is read with. */
  get usedUris(): ReadonlySet<string> {
    return this.#usedUris;
  }

  /** @param isCurrent asked after each wait; the reading is given up where it is false. */
  async read({ document, root, trained }: ReadRequest, isCurrent: () => boolean): Promise<Snapshot | undefined> {
    // In a burst only the last change is worth reading, so those that wait are received first.
    if (performance.now() - this.#readAt < burstInterval) await nextTask();
    if (!isCurrent()) return undefined;
    const files = this.#modelFiles();
    this.#usedUris = files.usedUris;
    const options: ReadOptions = { root, trained, previous: this.#previous };
    const snapshot = await readModel(document.getText(), document.version, files, options, isCurrent);
    if (snapshot === undefined || !isCurrent()) return undefined;
    this.#previous = snapshot;
    this.#readAt = performance.now();
    return snapshot;
  }
}

/** A text whose files are still being read: its problems are not known yet. */
export function analyzeWithoutFiles({ document, root }: ReadRequest): Snapshot {
  return { ...analyze(document.getText(), document.version, { ...emptyContext, root }), problems: [] };
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
