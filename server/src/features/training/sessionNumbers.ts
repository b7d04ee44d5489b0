/** The numbers that every surface shows of a file while a session trains it: those of the step that is looked at, or the text's own. */

import * as l10n from '@vscode/l10n';
import type { Values } from '../../engine/runtime/execute.ts';
import { analyse, isEvaluated, isSound, type Snapshot, withValues } from '../../snapshot/snapshot.ts';
import { hyperparametersOf } from '../../training/hyperparameters.ts';
import { haveSameStructure } from '../../training/override.ts';
import { isTrainable, type Trainable } from '../../training/refusal.ts';
import type { Server } from '../feature.ts';

/** A version that a session makes itself. */
interface Awaited {
  readonly text: string;
  readonly onCome: () => void;
}

export class TrainedNumbers {
  readonly #server: Server;
  readonly #uri: string;
  #version: Trainable;
  /** The version without its own numbers, and what they prove wrong. */
  #unevaluated: Snapshot;
  #shown: Snapshot;
  /** Undefined while it shows the text's own. */
  #values: Values | undefined;
  #awaited: Awaited | undefined;

  constructor(server: Server, uri: string, version: Trainable) {
    this.#server = server;
    this.#uri = uri;
    this.#version = version;
    this.#shown = version;
    this.#unevaluated = withoutNumbers(version);
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
    const before = { shown: this.#shown, values: this.#values };
    this.#values = values;
    this.#shown = values ? withValues(this.#unevaluated, values) : this.#version;
    if (this.#server.amend(this.#uri, before.shown, this.#shown)) return;
    // Another version is on its way: it is said then what becomes of this one.
    this.#shown = before.shown;
    this.#values = before.values;
  }

  /** A version with this text will come, and is the same model. Undefined where it will not come after all. */
  await(awaited: Awaited | undefined): void {
    this.#awaited = awaited;
  }

  /** Goes on with another version that is shown now, where that is the same model; else returns why not, as the rest of a sentence. */
  follow(shown: Snapshot): string | undefined {
    if (shown === this.#shown) return undefined;
    const awaited = this.#awaited?.text === shown.text ? this.#awaited : undefined;
    const isSame = shown.text === this.#version.text;
    const isStillToCome = !isEvaluated(shown) && isSound(shown);
    if ((awaited || isSame) && isStillToCome) return undefined;
    if (!isTrainable(shown) || !(awaited ? this.#isAlike(shown) : isSame && this.#isEqual(shown))) {
      return awaited ? l10n.t('the text has what you kept, and is built differently with it') : this.#changeTo(shown);
    }
    this.#version = shown;
    this.#shown = shown;
    this.#values = undefined;
    this.#unevaluated = withoutNumbers(shown);
    this.#awaited = undefined;
    awaited?.onCome();
    return undefined;
  }

  #isAlike({ model }: Trainable): boolean {
    return haveSameStructure(model.program, this.#version.model.program);
  }

  /** Whether it comes to the same, as where a file beside it was written that says no more than before. */
  #isEqual(other: Trainable): boolean {
    const [before, now] = [this.#version.evaluation, other.evaluation];
    if (before === now) return true;
    return this.#isAlike(other) && before.values.data.every((value, i) => Object.is(value, now.values.data[i]));
  }

  #changeTo({ text, model }: Snapshot): string {
    if (text !== this.#version.text) return l10n.t('the text was changed');
    if (model.picked !== undefined) return l10n.t`the gradients are of ${model.picked} now`;
    return l10n.t('the numbers of the file have changed');
  }
}

function withoutNumbers({ text, version, surroundings }: Snapshot): Snapshot {
  return analyse(text, version, surroundings);
}
