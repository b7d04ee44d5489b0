/** A scrub: numbers of the text change temporarily, and the document shows the model with them as fast as it is evaluated. */

import type { Program } from '../engine/ir/program.ts';
import type { Values } from '../engine/ir/values.ts';
import { runInTurns } from '../evaluation/timeSlices.ts';
import { applyEdits, type Edit } from '../language/text/edits.ts';
import { type LiteralValue, literalValueNamed, programWithNumber } from '../snapshot/literalValue.ts';
import type { EvaluatedSnapshot } from '../snapshot/snapshot.ts';
import { withSummarizedValuesInSlices } from '../snapshot/withValues.ts';
import { numberEdit } from '../training/stepEdits.ts';
import type { Overlay } from './overlay.ts';

interface ScrubbedNumber {
  readonly literal: LiteralValue;
  readonly value: number;
}

export class Scrub {
  readonly overlay: Overlay;
  readonly #evaluate: (program: Program) => Promise<Values | undefined>;
  #requested: ScrubbedNumber | undefined;
  #isApplying = false;
  #isCancelled = false;

  /** @param evaluate resolves with undefined if the program cannot be evaluated or is superseded. */
  constructor(overlay: Overlay, evaluate: (program: Program) => Promise<Values | undefined>) {
    this.overlay = overlay;
    this.#evaluate = evaluate;
  }

  /** The version with its own numbers. */
  get snapshot(): EvaluatedSnapshot {
    return this.overlay.base;
  }

  /** The edit that commits the number; undefined if no number was changed, or the text has it already. */
  get edit(): Edit | undefined {
    if (this.#requested === undefined) return undefined;
    const { literal, value } = this.#requested;
    return Object.is(value, literal.number.value) ? undefined : numberEdit(literal.definition, literal.number, value);
  }

  /** True if a text is that of the version with the number committed. */
  isCommittedIn(text: string): boolean {
    const { edit } = this;
    return edit !== undefined && applyEdits(this.snapshot.text, [edit]) === text;
  }

  /** Changes the number of a literal. A newer value replaces one that waits for its evaluation; unknown names are ignored. */
  move(name: string, value: number): void {
    const literal = literalValueNamed(this.snapshot, name);
    if (literal === undefined) return;
    this.#requested = { literal, value };
    if (!this.#isApplying) void this.#applyRequests();
  }

  /** Restores the numbers of the version. */
  cancel(): void {
    this.#isCancelled = true;
    this.overlay.show(undefined);
  }

  async #applyRequests(): Promise<void> {
    this.#isApplying = true;
    let applied: ScrubbedNumber | undefined;
    while (!this.#isCancelled && !this.overlay.isDisplaced && this.#requested && this.#requested !== applied) {
      applied = this.#requested;
      await this.#apply(applied);
    }
    this.#isApplying = false;
  }

  /** Shows nothing new if the number cannot be evaluated or changes the structure of the program. */
  async #apply({ literal, value }: ScrubbedNumber): Promise<void> {
    const program = programWithNumber(this.snapshot, literal, value);
    if (program === undefined) return;
    const values = await this.#evaluate(program);
    if (values === undefined) return;
    // Summarizes the values before they are shown, so that no answer has to read all of them.
    await runInTurns(withSummarizedValuesInSlices(this.overlay.unevaluated, values), () => !this.#isCancelled);
    if (!this.#isCancelled) this.overlay.show(values);
  }
}
