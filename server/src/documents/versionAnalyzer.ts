/** Analyzes the versions of one document, each of which reuses the previous one. */

import { SlicedDraws } from '../evaluation/slicedDraws.ts';
import type { ReferencedFiles } from '../files/referencedFiles.ts';
import { emptyContext } from '../language/lowering/context.ts';
import { type AnalysisOptions, analyzeWithFiles } from '../snapshot/analyzeWithFiles.ts';
import { analyze, type Snapshot } from '../snapshot/snapshot.ts';
import type { AnalysisRequest } from './documentState.ts';

/** In milliseconds. A change this soon after an analysis is one of many, or arrived during that analysis. */
const burstInterval = 30;

export class VersionAnalyzer {
  readonly #readableFiles: () => ReferencedFiles;
  #previous: Snapshot | undefined;
  #analyzedAt = Number.NEGATIVE_INFINITY;
  #usedUris: ReadonlySet<string> = new Set();

  constructor(readableFiles: () => ReferencedFiles) {
    this.#readableFiles = readableFiles;
  }

  /** The canonical URIs of the files that the newest analysis reads. */
  get usedUris(): ReadonlySet<string> {
    return this.#usedUris;
  }

  /** @param isCurrent called after each wait; false to give up. */
  async analyze(
    { document, pickedRootName, mode, draw, learnedParams, trainingProgress }: AnalysisRequest,
    isCurrent: () => boolean,
  ): Promise<Snapshot | undefined> {
    // In a burst only the last change is worth analyzing, so pending messages are received first.
    if (performance.now() - this.#analyzedAt < burstInterval) await nextTask();
    if (!isCurrent()) return undefined;
    const files = this.#readableFiles();
    this.#usedUris = files.usedUris;
    const options: AnalysisOptions = {
      pickedRootName,
      mode,
      draw,
      isLive: true,
      learnedParams,
      trainingProgress,
      draws: new SlicedDraws(),
      previous: this.#previous,
    };
    const snapshot = await analyzeWithFiles(document.getText(), document.version, files, options, isCurrent);
    if (snapshot === undefined || !isCurrent()) return undefined;
    this.#previous = snapshot;
    this.#analyzedAt = performance.now();
    return snapshot;
  }
}

/**
 * The snapshot of a text alone, while its files are being read or its params drawn, or after its analysis threw an error.
 * It has no problems, since they are not known.
 */
export function analyzeTextOnly({ document, pickedRootName, mode }: AnalysisRequest): Snapshot {
  const draws = { draw: () => undefined };
  return {
    ...analyze(document.getText(), document.version, { ...emptyContext, draws, pickedRootName, mode, isLive: true }),
    problems: [],
  };
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
