/** The training of an open document: the steps that led to its text, and its learned params. */

import type { LearnedParams } from '../language/lowering/model.ts';
import type { TrainingProgress } from '../snapshot/training/trainingProgress.ts';
import type { StepEdits } from '../training/stepEdits.ts';
import { StepHistory } from './stepHistory.ts';

export class DocumentTraining {
  #history = new StepHistory();
  /** The last steps of the history; a text that was typed since may still have their params. */
  #trainingProgress: TrainingProgress | undefined;
  #savedProgress: TrainingProgress | undefined;
  #learnedParams: LearnedParams | undefined;
  #areLearnedParamsSaved = true;

  /** The last steps since the document was opened; undefined to use those saved beside the file. */
  get trainingProgress(): TrainingProgress | undefined {
    return this.#trainingProgress;
  }

  /** True if the newest text was reached by training, undo or redo. */
  get isTextInHistory(): boolean {
    return this.#history.isTextInHistory;
  }

  /** Undefined to use those saved beside the file. */
  get learnedParams(): LearnedParams | undefined {
    return this.#learnedParams;
  }

  /** True if they are saved, or there are none to save. */
  get areLearnedParamsSaved(): boolean {
    return this.#areLearnedParamsSaved;
  }

  /** The steps to save beside the file, whether or not they have learned params; undefined if there are none. */
  get unsavedProgress(): TrainingProgress | undefined {
    return this.#trainingProgress === this.#savedProgress ? undefined : this.#trainingProgress;
  }

  /**
   * Records a step that is about to change one text to another, or has not changed it.
   * @param start the steps that led to the first text.
   */
  recordStep(
    from: string,
    to: string,
    { paramsBefore, progressAfter }: StepEdits,
    start: TrainingProgress | undefined,
  ): void {
    this.#history.recordStep(from, paramsBefore, to, progressAfter, start);
  }

  /** Follows a change of the text, or a step that did not change it. */
  trackText(text: string): void {
    this.#history.trackText(text);
    if (this.#history.isTextInHistory) this.#restore();
  }

  /** Undoes a step that did not change the text; false if there was none. */
  stepBack(): boolean {
    const didStepBack = this.#history.stepBack();
    if (didStepBack) this.#restore();
    return didStepBack;
  }

  markSaved(trainingProgress: TrainingProgress): void {
    if (this.#trainingProgress === trainingProgress)
      [this.#savedProgress, this.#areLearnedParamsSaved] = [trainingProgress, true];
  }

  /** Forgets the learned params and the steps that led to them. */
  reset(): void {
    this.#history = new StepHistory();
    this.#trainingProgress = undefined;
    this.#savedProgress = undefined;
    this.#learnedParams = undefined;
    this.#areLearnedParamsSaved = true;
  }

  #restore(): void {
    this.#trainingProgress = this.#history.trainingProgress;
    const { learnedParams } = this.#trainingProgress;
    if (learnedParams.size > 0 && learnedParams !== this.#learnedParams)
      [this.#learnedParams, this.#areLearnedParamsSaved] = [learnedParams, false];
  }
}
