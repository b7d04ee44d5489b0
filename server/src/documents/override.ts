/** Shows what follows from numbers that are tried out, one after another, as fast as the engine can say it. */

import type { Program } from '../engine/ir/program.ts';
import type { Outcome } from '../evaluation/evaluator.ts';
import type { Trial as TrialOfFile } from '../features/feature.ts';
import { analyse, type Evaluated, type Snapshot } from '../snapshot/snapshot.ts';
import { type NumberLeaf, numberLeafNamed, triedProgram } from '../training/override.ts';
import { applyEdits, type Edit, numberEdit } from '../training/stepEdits.ts';

interface Stage {
  /** Evaluates a version with the numbers of another program. */
  readonly evaluate: (version: Snapshot, program: Program) => Promise<Outcome>;
  /** Shows a snapshot in place of another; false where that isn't shown any more. */
  readonly show: (shown: Snapshot, moved: Snapshot) => boolean;
}

interface Tried {
  readonly leaf: NumberLeaf;
  readonly value: number;
}

export class Trial implements TrialOfFile {
  readonly snapshot: Evaluated;
  readonly #stage: Stage;
  /** The version without its own numbers, and what they prove wrong. */
  readonly #unevaluated: Snapshot;
  #shown: Snapshot;
  /** The newest, and the one that was evaluated last. */
  #wanted: Tried | undefined;
  #followed: Tried | undefined;
  #isFollowing = false;
  #isOver = false;

  constructor(snapshot: Evaluated, stage: Stage) {
    this.snapshot = snapshot;
    this.#stage = stage;
    this.#shown = snapshot;
    this.#unevaluated = analyse(snapshot.text, snapshot.version, snapshot.surroundings, snapshot);
  }

  get edit(): Edit | undefined {
    if (this.#wanted === undefined) return undefined;
    const { leaf, value } = this.#wanted;
    return Object.is(value, leaf.number.value) ? undefined : numberEdit(leaf.number, value);
  }

  /** Whether a text is what keeping the number makes of it. */
  isKeptIn(text: string): boolean {
    const { edit } = this;
    return edit !== undefined && applyEdits(this.snapshot.text, [edit]) === text;
  }

  tryOut(name: string, value: number): void {
    const leaf = numberLeafNamed(this.snapshot, name);
    if (leaf === undefined) return;
    this.#wanted = { leaf, value };
    if (!this.#isFollowing) void this.#follow();
  }

  /** Shows the numbers of the version itself again. */
  end(): void {
    this.#isOver = true;
    if (this.#shown !== this.snapshot) this.#stage.show(this.#shown, this.snapshot);
  }

  async #follow(): Promise<void> {
    this.#isFollowing = true;
    while (!this.#isOver && this.#wanted && this.#wanted !== this.#followed) {
      this.#followed = this.#wanted;
      await this.#showWhatFollows(this.#followed);
    }
    this.#isFollowing = false;
  }

  /** What can't be evaluated, or makes another program, leaves what is shown. */
  async #showWhatFollows({ leaf, value }: Tried): Promise<void> {
    const program = triedProgram(this.snapshot, leaf, value);
    if (program === undefined) return;
    const outcome = await this.#stage.evaluate(this.#unevaluated, program);
    if (outcome.kind === 'superseded') this.#isOver = true;
    if (outcome.kind !== 'evaluated' || this.#isOver) return;
    if (this.#stage.show(this.#shown, outcome.snapshot)) this.#shown = outcome.snapshot;
    else this.#isOver = true;
  }
}
