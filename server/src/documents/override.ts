/** Numbers of the text that are tried out one after another, as fast as the engine can evaluate them. */

import type { Program } from '../engine/ir/program.ts';
import type { Values } from '../engine/ir/values.ts';
import { applyEdits, type Edit } from '../language/text/edits.ts';
import { type NumberLeaf, numberLeafNamed, overriddenProgram } from '../snapshot/numberLeaf.ts';
import type { Evaluated } from '../snapshot/snapshot.ts';
import { numberEdit } from '../trainingJobs/stepEdits.ts';
import type { Overlay } from './overlay.ts';

interface OverrideRequest {
  readonly leaf: NumberLeaf;
  readonly value: number;
}

export class Override {
  readonly overlay: Overlay;
  readonly #evaluate: (program: Program) => Promise<Values | undefined>;
  #requested: OverrideRequest | undefined;
  #isApplying = false;
  #hasEnded = false;

  /** @param evaluate resolves with undefined where a program cannot be evaluated, or is superseded. */
  constructor(overlay: Overlay, evaluate: (program: Program) => Promise<Values | undefined>) {
    this.overlay = overlay;
    this.#evaluate = evaluate;
  }

  /** The version with its own numbers. */
  get snapshot(): Evaluated {
    return this.overlay.base;
  }

  /** The edit that keeps the number; undefined where none was tried, or the text has it already. */
  get edit(): Edit | undefined {
    if (this.#requested === undefined) return undefined;
    const { leaf, value } = this.#requested;
    return Object.is(value, leaf.number.value) ? undefined : numberEdit(leaf.definition, leaf.number, value);
  }

  /** Whether a text is the version's with the number kept. */
  isKeptIn(text: string): boolean {
    const { edit } = this;
    return edit !== undefined && applyEdits(this.snapshot.text, [edit]) === text;
  }

  /** Shows the model with another number, by the name of its leaf. Newer values overtake older ones; other names are ignored. */
  setValue(name: string, value: number): void {
    const leaf = numberLeafNamed(this.snapshot, name);
    if (leaf === undefined) return;
    this.#requested = { leaf, value };
    if (!this.#isApplying) void this.#applyRequests();
  }

  /** Shows the version's own numbers again. */
  end(): void {
    this.#hasEnded = true;
    this.overlay.show(undefined);
  }

  async #applyRequests(): Promise<void> {
    this.#isApplying = true;
    let applied: OverrideRequest | undefined;
    while (!this.#hasEnded && !this.overlay.isDisplaced && this.#requested && this.#requested !== applied) {
      applied = this.#requested;
      await this.#apply(applied);
    }
    this.#isApplying = false;
  }

  /** A number that cannot be evaluated, or changes the structure of the program, leaves what is shown. */
  async #apply({ leaf, value }: OverrideRequest): Promise<void> {
    const program = overriddenProgram(this.snapshot, leaf, value);
    if (program === undefined) return;
    const values = await this.#evaluate(program);
    if (values && !this.#hasEnded) this.overlay.show(values);
  }
}
