/**
 * The history of a document's training: each text that steps led to, with its step count, optimizer states and trained
 * params. It follows the text through steps, undo and redo. A typed text counts no steps, unless it is one of the history.
 */

import type { LearnedParams } from '../language/lowering/model.ts';
import { noProgress, type TrainingProgress } from '../snapshot/training/trainingProgress.ts';

/** In numbers. Beyond this, the optimizer states of the oldest entries are dropped. */
const maxRetainedNumbers = 1 << 22;

/** An entry for one text. Undo cannot return to an entry without a digest. */
interface HistoryEntry {
  digest: number | undefined;
  trainingProgress: TrainingProgress;
}

export class StepHistory {
  /** From the text of the first step to that of the last one. */
  #entries: HistoryEntry[] = [];
  #index = 0;
  #isTextInHistory = false;
  /** The entry of a step that is about to change the text. */
  #pendingEntry: HistoryEntry | undefined;

  get isTextInHistory(): boolean {
    return this.#isTextInHistory;
  }

  get trainingProgress(): TrainingProgress {
    return this.#isTextInHistory ? this.#entries[this.#index].trainingProgress : noProgress;
  }

  /**
   * Records steps that are about to change one text to another.
   * @param before the learned params of the first text.
   * @param start the steps that led to the first text, if it is not of the history.
   */
  recordStep(
    from: string,
    before: LearnedParams,
    to: string,
    after: TrainingProgress,
    start: TrainingProgress = noProgress,
  ): void {
    if (!this.#isTextInHistory) {
      this.#entries = [{ digest: digest(from), trainingProgress: { ...start, learnedParams: before } }];
      this.#index = 0;
      this.#isTextInHistory = true;
    }
    this.#pendingEntry = { digest: digest(to), trainingProgress: after };
  }

  /** Follows a change of the text, or a step that did not change it. */
  trackText(text: string): void {
    const isUntrained = this.#entries.length === 0 && this.#pendingEntry === undefined;
    if (isUntrained) return;
    const textDigest = digest(text);
    if (textDigest === this.#pendingEntry?.digest) {
      this.#index++;
      this.#entries.splice(this.#index, Number.POSITIVE_INFINITY, this.#pendingEntry);
      this.#trim();
    } else {
      const nearIndex = [this.#index, this.#index - 1, this.#index + 1].find(
        (index) => this.#entries[index]?.digest === textDigest,
      );
      this.#isTextInHistory = nearIndex !== undefined;
      this.#index = nearIndex ?? this.#index;
    }
    this.#pendingEntry = undefined;
  }

  /** Undoes steps that did not change the text, which the editor's undo does not cover; false if there were none. */
  stepBack(): boolean {
    const [previous, current] = [this.#entries[this.#index - 1], this.#entries[this.#index]];
    if (!this.#isTextInHistory || previous?.digest === undefined || previous.digest !== current.digest) return false;
    this.#index--;
    return true;
  }

  /** Drops the optimizer states of old entries. Undo cannot return to an entry whose trained params are dropped too. */
  #trim(): void {
    let numberCount = 0;
    for (const entry of this.#entries.toReversed()) {
      numberCount += sizeOf(entry.trainingProgress);
      if (numberCount <= maxRetainedNumbers || entry === this.#entries[this.#index]) continue;
      if (entry.trainingProgress.learnedParams.size > 0) entry.digest = undefined;
      entry.trainingProgress = { ...noProgress, stepCount: entry.trainingProgress.stepCount };
    }
  }
}

function sizeOf({ states, learnedParams }: TrainingProgress): number {
  let size = 0;
  for (const { stateBuffers } of states.values()) for (const { length } of stateBuffers) size += length;
  for (const { values } of learnedParams.values()) size += values.length;
  return size;
}

/** Two 32-bit hashes in the manner of FNV-1a, joined to 52 bits. A collision would only miscount the steps. */
function digest(text: string): number {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}
