/** The numbers that every surface shows of a file while a session trains it: those of the step that is looked at, or the text's own. */

import * as l10n from '@vscode/l10n';
import type { Values } from '../../engine/ir/values.ts';
import { hyperparametersOf } from '../../snapshot/hyperparameters.ts';
import { analyze, isEvaluated, isSound, type Snapshot, withValues } from '../../snapshot/snapshot.ts';
import { haveSameStructure } from '../../training/numberLeaf.ts';
import { isTrainable, type Trainable } from '../../training/refusal.ts';
import type { Server } from '../feature.ts';

/** A version that a session makes itself. */
interface ExpectedVersion {
  readonly text: string;
  readonly onArrived: () => void;
}

export class SessionOverlay {
  readonly #server: Server;
  readonly #uri: string;
  #version: Trainable;
  /** The version without its own numbers, and what they prove wrong. */
  #unevaluated: Snapshot;
  #shown: Snapshot;
  /** Undefined while it shows the text's own. */
  #values: Values | undefined;
  #expected: ExpectedVersion | undefined;

  constructor(server: Server, uri: string, version: Trainable) {
    this.#server = server;
    this.#uri = uri;
    this.#version = version;
    this.#shown = version;
    this.#unevaluated = withoutValues(version);
  }

  /** The version that is trained, with the numbers of its text. */
  get version(): Trainable {
    return this.#version;
  }

  /** The learning rate that the text says, which may depend on what is trained. */
  get lr(): number {
    const { model, evaluation } = this.#version;
    return hyperparametersOf(model.training, model, this.#values ?? evaluation.values).lr;
  }

  /** @param values undefined for the text's own. */
  show(values: Values | undefined): void {
    if (values === this.#values) return;
    const previous = { shown: this.#shown, values: this.#values };
    this.#values = values;
    this.#shown = values ? withValues(this.#unevaluated, values) : this.#version;
    if (this.#server.replaceShown(this.#uri, previous.shown, this.#shown)) return;
    // Another version is on its way: it is said then what becomes of this one.
    this.#shown = previous.shown;
    this.#values = previous.values;
  }

  /** A version with this text will come, and is the same model. Undefined where it will not come after all. */
  expect(expected: ExpectedVersion | undefined): void {
    this.#expected = expected;
  }

  /** Goes on with another version that is shown now, where that is the same model; else returns why not, as the rest of a sentence. */
  follow(shown: Snapshot): string | undefined {
    if (shown === this.#shown) return undefined;
    const expected = this.#expected?.text === shown.text ? this.#expected : undefined;
    const isSameText = shown.text === this.#version.text;
    const isPending = !isEvaluated(shown) && isSound(shown);
    if ((expected || isSameText) && isPending) return undefined;
    if (!isTrainable(shown) || !(expected ? this.#hasSameStructure(shown) : isSameText && this.#hasSameValues(shown))) {
      return expected
        ? l10n.t('the text has what you kept, and is built differently with it')
        : this.#describeChange(shown);
    }
    this.#version = shown;
    this.#shown = shown;
    this.#values = undefined;
    this.#unevaluated = withoutValues(shown);
    this.#expected = undefined;
    expected?.onArrived();
    return undefined;
  }

  #hasSameStructure({ model }: Trainable): boolean {
    return haveSameStructure(model.program, this.#version.model.program);
  }

  /** Whether it comes to the same, as where a file beside it was written that says no more than before. */
  #hasSameValues(other: Trainable): boolean {
    const [previousEvaluation, currentEvaluation] = [this.#version.evaluation, other.evaluation];
    if (previousEvaluation === currentEvaluation) return true;
    return (
      this.#hasSameStructure(other) &&
      previousEvaluation.values.data.every((value, i) => Object.is(value, currentEvaluation.values.data[i]))
    );
  }

  #describeChange({ text, model }: Snapshot): string {
    if (text !== this.#version.text) return l10n.t('the text was changed');
    if (model.pickedName !== undefined) return l10n.t`the gradients are of ${model.pickedName} now`;
    return l10n.t('the numbers of the file have changed');
  }
}

function withoutValues({ text, version, context }: Snapshot): Snapshot {
  return analyze(text, version, context);
}
