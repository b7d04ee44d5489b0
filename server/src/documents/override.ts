/** Shows what follows from numbers that are tried out, one after another, as fast as the engine can say it. */

import type { Program } from '../engine/ir/program.ts';
import type { Outcome } from '../evaluation/evaluator.ts';
import { applyEdits, type Edit } from '../language/base/edits.ts';
import { analyze, type Evaluated, type Snapshot } from '../snapshot/snapshot.ts';
import { type NumberLeaf, numberLeafNamed, overriddenProgram } from '../training/numberLeaf.ts';
import { numberEdit } from '../training/stepEdits.ts';

interface OverrideHost {
  /** Evaluates a version with the numbers of another program. */
  readonly evaluate: (version: Snapshot, program: Program) => Promise<Outcome>;
  /** Shows a snapshot in place of another; false where that isn't shown any more. */
  readonly show: (shown: Snapshot, overridden: Snapshot) => boolean;
}

interface OverrideRequest {
  readonly leaf: NumberLeaf;
  readonly value: number;
}

export class Override {
  readonly snapshot: Evaluated;
  readonly #host: OverrideHost;
  /** The version without its own numbers, and what they prove wrong. */
  readonly #analyzed: Snapshot;
  #shown: Snapshot;
  /** The newest, and the one that was evaluated last. */
  #requested: OverrideRequest | undefined;
  #applied: OverrideRequest | undefined;
  #isApplying = false;
  #hasEnded = false;

  constructor(snapshot: Evaluated, host: OverrideHost) {
    this.snapshot = snapshot;
    this.#host = host;
    this.#shown = snapshot;
    this.#analyzed = analyze(snapshot.text, snapshot.version, snapshot.context, snapshot);
  }

  get edit(): Edit | undefined {
    if (this.#requested === undefined) return undefined;
    const { leaf, value } = this.#requested;
    return Object.is(value, leaf.number.value) ? undefined : numberEdit(leaf.definition, leaf.number, value);
  }

  /** Whether a text is what keeping the number makes of it. */
  isCommittedIn(text: string): boolean {
    const { edit } = this;
    return edit !== undefined && applyEdits(this.snapshot.text, [edit]) === text;
  }

  setValue(name: string, value: number): void {
    const leaf = numberLeafNamed(this.snapshot, name);
    if (leaf === undefined) return;
    this.#requested = { leaf, value };
    if (!this.#isApplying) void this.#applyRequests();
  }

  /** Shows the numbers of the version itself again. */
  end(): void {
    this.#hasEnded = true;
    if (this.#shown !== this.snapshot) this.#host.show(this.#shown, this.snapshot);
  }

  async #applyRequests(): Promise<void> {
    this.#isApplying = true;
    while (!this.#hasEnded && this.#requested && this.#requested !== this.#applied) {
      this.#applied = this.#requested;
      await this.#apply(this.#applied);
    }
    this.#isApplying = false;
  }

  /** What can't be evaluated, or makes another program, leaves what is shown. */
  async #apply({ leaf, value }: OverrideRequest): Promise<void> {
    const program = overriddenProgram(this.snapshot, leaf, value);
    if (program === undefined) return;
    const outcome = await this.#host.evaluate(this.#analyzed, program);
    if (outcome.kind === 'superseded') this.#hasEnded = true;
    if (outcome.kind !== 'evaluated' || this.#hasEnded) return;
    if (this.#host.show(this.#shown, outcome.snapshot)) this.#shown = outcome.snapshot;
    else this.#hasEnded = true;
  }
}
