/** Every step of a run that was taken so far: none of it is lost, as each can be taken again from a checkpoint, bit for bit. */

import { type Settings, type TrainingJob, TrainingRun } from '../train.ts';
import { Checkpoints } from './checkpoints.ts';

/** The settings from a step on. */
interface Leg {
  readonly from: number;
  readonly settings: Settings;
}

export class History {
  readonly #job: TrainingJob;
  readonly #checkpoints: Checkpoints;
  #legs: readonly Leg[];
  /** Takes the steps again; made when it is first asked for. */
  #again: TrainingRun | undefined;

  /** @param run before its first step. */
  constructor(job: TrainingJob, run: TrainingRun) {
    this.#job = { ...job, isMeasured: false, layers: [] };
    this.#checkpoints = new Checkpoints(run.state);
    this.#legs = [{ from: run.step, settings: run.settings }];
  }

  /** After each step. */
  follow(run: TrainingRun): void {
    if (this.#checkpoints.isDue(run.step)) this.#checkpoints.add(run.state);
  }

  /** The steps behind one are taken with other settings. */
  change(from: number, settings: Settings): void {
    this.#legs = [...this.#legs.filter((leg) => leg.from < from), { from, settings }];
  }

  /** What the step behind this one is taken with. */
  settingsAt(step: number): Settings {
    return this.#legs.findLast(({ from }) => from <= step)!.settings;
  }

  /** A run as it was after so many steps: one for all of them, until the next is asked for. It may be given up wherever it yields. */
  *at(step: number): Generator<undefined, TrainingRun> {
    const run = this.#runBefore(step);
    this.#turn(run);
    const steps = run.steps();
    while (run.step < step) {
      const { step: before } = run;
      steps.next();
      if (run.step > before) this.#turn(run);
      yield undefined;
    }
    return run;
  }

  /** From where it is, where that is nearest; else from a checkpoint. */
  #runBefore(step: number): TrainingRun {
    this.#again ??= new TrainingRun(this.#job);
    const run = this.#again;
    const checkpoint = this.#checkpoints.before(step);
    if (run.step < checkpoint.step || run.step > step) run.restore(checkpoint, this.settingsAt(checkpoint.step));
    return run;
  }

  /** Goes on with other settings, where they were changed after this step. */
  #turn(run: TrainingRun): void {
    const leg = this.#legs.find(({ from }) => from === run.step);
    if (leg) run.change(leg.settings);
  }
}
