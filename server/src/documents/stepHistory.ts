/**
 * The texts that training led a document through, with the steps, optimizer states and trained params of each. It follows
 * the text through steps, undo and redo. A text that was typed is not part of it and counts no steps, until it is typed back.
 */

import type { TrainedValues } from '../language/lowering/model.ts';
import { noSteps, type StepsTaken } from '../trainingJobs/stepEdits.ts';

/** In numbers. Beyond this, the optimizer states of the oldest entries are dropped. */
const maxRetainedNumbers = 1 << 22;

/** A text; without a digest it cannot be returned to. */
interface HistoryEntry {
  digest: number | undefined;
  stepsTaken: StepsTaken;
}

export class StepHistory {
  /** From the text of the first step to that of the last one. */
  #entries: HistoryEntry[] = [];
  #index = 0;
  #isOnHistory = false;
  /** The entry that a step is about to lead to. */
  #pendingEntry: HistoryEntry | undefined;

  get isOnHistory(): boolean {
    return this.#isOnHistory;
  }

  get stepsTaken(): StepsTaken {
    return this.#isOnHistory ? this.#entries[this.#index].stepsTaken : noSteps;
  }

  /** Steps are about to lead from one text to another. @param before the trained params beside the first one. */
  recordStep(from: string, before: TrainedValues, to: string, after: StepsTaken): void {
    if (!this.#isOnHistory) {
      this.#entries = [{ digest: digest(from), stepsTaken: { ...noSteps, trained: before } }];
      this.#index = 0;
      this.#isOnHistory = true;
    }
    this.#pendingEntry = { digest: digest(to), stepsTaken: after };
  }

  /** The text has changed, or a step has left it as it is. */
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
      this.#isOnHistory = nearIndex !== undefined;
      this.#index = nearIndex ?? this.#index;
    }
    this.#pendingEntry = undefined;
  }

  /** Takes back steps that left the text as it is, which undo cannot reach; false where there were none. */
  stepBack(): boolean {
    const [previous, current] = [this.#entries[this.#index - 1], this.#entries[this.#index]];
    if (!this.#isOnHistory || previous?.digest === undefined || previous.digest !== current.digest) return false;
    this.#index--;
    return true;
  }

  /** Drops the optimizer states of old entries. One whose trained params are dropped with them cannot be returned to. */
  #trim(): void {
    let numberCount = 0;
    for (const entry of this.#entries.toReversed()) {
      numberCount += sizeOf(entry.stepsTaken);
      if (numberCount <= maxRetainedNumbers || entry === this.#entries[this.#index]) continue;
      if (entry.stepsTaken.trained.size > 0) entry.digest = undefined;
      entry.stepsTaken = { ...noSteps, count: entry.stepsTaken.count };
    }
  }
}

function sizeOf({ states, trained }: StepsTaken): number {
  let size = 0;
  for (const { memory } of states.values()) for (const { length } of memory) size += length;
  for (const { values } of trained.values()) size += values.length;
  return size;
}

/** FNV-1a over 52 bits. If two texts of one session share it, steps are miscounted and nothing else breaks. */
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
