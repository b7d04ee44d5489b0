/** The training of an open document: the steps that led to its text, and the params that the text does not hold. */

import type { TrainedValues } from '../language/lowering/model.ts';
import type { Step, StepsTaken } from '../training/stepEdits.ts';
import { StepHistory } from './stepHistory.ts';

export class DocumentTraining {
  readonly #history = new StepHistory();
  #trained: TrainedValues | undefined;
  #isSaved = true;

  /** The steps that led to the newest text. */
  get stepsTaken(): StepsTaken {
    return this.#history.stepsTaken;
  }

  /** True if the newest text was reached by training, undo or redo. */
  get isTextInHistory(): boolean {
    return this.#history.isTextInHistory;
  }

  /** Values of params that the text does not hold; undefined to use those saved beside the file. */
  get trained(): TrainedValues | undefined {
    return this.#trained;
  }

  get isSaved(): boolean {
    return this.#isSaved;
  }

  get unsaved(): TrainedValues | undefined {
    return this.#isSaved ? undefined : this.#trained;
  }

  /** Records a step that is about to change one text to another, or has not changed it. */
  recordStep(from: string, to: string, { before, after }: Step): void {
    this.#history.recordStep(from, before, to, after);
  }

  /** Follows a change of the text, or a step that did not change it. */
  trackText(text: string): void {
    this.#history.trackText(text);
    if (this.#history.isTextInHistory) this.#restoreTrained();
  }

  /** Undoes a step that did not change the text; false if there was none. */
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
