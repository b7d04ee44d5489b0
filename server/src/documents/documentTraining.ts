/** What training has done to an open document: the steps that led to its text, and params that the text does not hold. */

import type { TrainedValues } from '../language/lowering/model.ts';
import type { Step, StepsTaken } from '../trainingJobs/stepEdits.ts';
import { StepHistory } from './stepHistory.ts';

export class DocumentTraining {
  readonly #history = new StepHistory();
  #trained: TrainedValues | undefined;
  #isSaved = true;

  /** The steps that led to the newest text. */
  get stepsTaken(): StepsTaken {
    return this.#history.stepsTaken;
  }

  /** Whether the newest text was reached by training, undo or redo. */
  get isOnHistory(): boolean {
    return this.#history.isOnHistory;
  }

  /** Values of params that the text does not hold; undefined where those saved beside the file count. */
  get trained(): TrainedValues | undefined {
    return this.#trained;
  }

  get isSaved(): boolean {
    return this.#isSaved;
  }

  get unsaved(): TrainedValues | undefined {
    return this.#isSaved ? undefined : this.#trained;
  }

  /** A step is about to lead from one text to another, or has left it as it is. */
  recordStep(from: string, to: string, { before, after }: Step): void {
    this.#history.recordStep(from, before, to, after);
  }

  /** The text has changed, or a step has left it as it is. */
  trackText(text: string): void {
    this.#history.trackText(text);
    if (this.#history.isOnHistory) this.#restoreTrained();
  }

  /** Takes back a step that left the text as it is; false where there was none. */
  stepBack(): boolean {
    const didStepBack = this.#history.stepBack();
    if (didStepBack) this.#restoreTrained();
    return didStepBack;
  }

  markSaved(trained: TrainedValues): void {
    if (this.#trained === trained) this.#isSaved = true;
  }

  /** Forgets the trained values. */
  reset(): void {
    this.#trained = undefined;
    this.#isSaved = true;
  }

  #restoreTrained(): void {
    const { trained } = this.#history.stepsTaken;
    if (trained.size > 0 && trained !== this.#trained) [this.#trained, this.#isSaved] = [trained, false];
  }
}
