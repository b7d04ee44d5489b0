/** The document that a session trains: a version of it with an overlay, and newer versions as long as the model stays the same. */

import * as l10n from '@vscode/l10n';
import type { OpenDocuments } from '../../documents/openDocuments.ts';
import type { Overlay } from '../../documents/overlay.ts';
import { haveSameStructure } from '../../engine/ir/sameStructure.ts';
import type { Values } from '../../engine/ir/values.ts';
import { isEvaluated, isSound, type Snapshot } from '../../snapshot/snapshot.ts';
import { hyperparametersOf } from '../../snapshot/training/hyperparameters.ts';
import { isTrainable, type TrainableSnapshot } from '../../snapshot/training/trainable.ts';

/** A version that the session causes by an edit. */
interface ExpectedVersion {
  readonly text: string;
  readonly onArrived: () => void;
}

export class SessionDocument {
  readonly #documents: OpenDocuments;
  readonly #uri: string;
  #snapshot: TrainableSnapshot;
  #overlay: Overlay;
  #expected: ExpectedVersion | undefined;

  constructor(documents: OpenDocuments, uri: string, snapshot: TrainableSnapshot) {
    this.#documents = documents;
    this.#uri = uri;
    this.#snapshot = snapshot;
    this.#overlay = documents.overlay(uri, snapshot);
  }

  /** The version with the numbers of its text. */
  get snapshot(): TrainableSnapshot {
    return this.#snapshot;
  }

  /** The learning rate of the text, which may depend on the values that are shown. */
  get lr(): number {
    const { model, evaluation } = this.#snapshot;
    return hyperparametersOf(model.trainingPlan, model, this.#overlay.values ?? evaluation.values).lr;
  }

  /**
   * Shows values of the model in every view.
   * @param values undefined for the text's own.
   * @returns false if another version is being analyzed.
   */
  show(values: Values | undefined): boolean {
    return this.#overlay.show(values);
  }

  /** Announces a version that the session causes; undefined if the edit was declined. */
  expect(expected: ExpectedVersion | undefined): void {
    this.#expected = expected;
  }

  /** Adopts the version that is shown now if its model is the same; else returns why not, as the end of a sentence. */
  follow(shown: Snapshot): string | undefined {
    if (shown === this.#overlay.shown) return undefined;
    const expected = this.#expected?.text === shown.text ? this.#expected : undefined;
    const isSameText = shown.text === this.#snapshot.text;
    const isPending = !isEvaluated(shown) && isSound(shown);
    if ((expected || isSameText) && isPending) return undefined;
    if (!isTrainable(shown) || !(expected ? this.#hasSameStructure(shown) : isSameText && this.#hasSameValues(shown))) {
      return expected ? l10n.t('the values you kept changed the structure of the model') : this.#describeChange(shown);
    }
    this.#snapshot = shown;
    this.#overlay = this.#documents.overlay(this.#uri, shown);
    this.#expected = undefined;
    expected?.onArrived();
    return undefined;
  }

  #hasSameStructure({ model }: TrainableSnapshot): boolean {
    return haveSameStructure(model.program, this.#snapshot.model.program);
  }

  /** True, for example, after the current learned params were saved. */
  #hasSameValues(other: TrainableSnapshot): boolean {
    const [previousEvaluation, currentEvaluation] = [this.#snapshot.evaluation, other.evaluation];
    if (previousEvaluation === currentEvaluation) return true;
    return (
      this.#hasSameStructure(other) &&
      previousEvaluation.values.data.every((value, i) => Object.is(value, currentEvaluation.values.data[i]))
    );
  }

  #describeChange({ text, model }: Snapshot): string {
    if (text !== this.#snapshot.text) return l10n.t('the text was changed');
    if (model.pickedRootName !== undefined) return l10n.t`the root is now ${model.pickedRootName}`;
    return l10n.t('the numbers in the file have changed');
  }
}
