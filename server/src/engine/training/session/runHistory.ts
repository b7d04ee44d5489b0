/** Every step of a run that was taken so far: none of it is lost, as each can be taken again from a checkpoint, bit for bit. */

import type { TrainingJob } from '../job.ts';
import { TrainingRun, type TrainingSettings } from '../trainingRun.ts';
import { Checkpoints } from './checkpoints.ts';

/** The settings from a step on. */
interface SettingsSpan {
  readonly firstStep: number;
  readonly settings: TrainingSettings;
}

export class RunHistory {
  readonly #job: TrainingJob;
  readonly #checkpoints: Checkpoints;
  #spans: readonly SettingsSpan[];
  /** Takes the steps again; made when it is first asked for. */
  #replay: TrainingRun | undefined;

  /** @param run before its first step. */
  constructor(job: TrainingJob, run: TrainingRun) {
    this.#job = { ...job, hasFullEvaluation: false, layers: [] };
    this.#checkpoints = new Checkpoints(run.state);
    this.#spans = [{ firstStep: run.step, settings: run.settings }];
  }

  /** After each step. */
  record(run: TrainingRun): void {
    if (this.#checkpoints.isDue(run.step)) this.#checkpoints.add(run.state);
  }

  /** The steps behind one are taken with other settings. */
  recordChange(firstStep: number, settings: TrainingSettings): void {
    this.#spans = [...this.#spans.filter((span) => span.firstStep < firstStep), { firstStep, settings }];
  }

  /** What the step behind this one is taken with. */
  settingsAt(step: number): TrainingSettings {
    return this.#spans.findLast(({ firstStep }) => firstStep <= step)!.settings;
  }

  /** A run as it was after so many steps: one for all of them, until the next is asked for. It may be given up wherever it yields. */
  *runAt(step: number): Generator<undefined, TrainingRun> {
    const run = this.#nearestRun(step);
    this.#applySettings(run);
    const steps = run.steps();
    while (run.step < step) {
      const { step: previousStep } = run;
      steps.next();
      if (run.step > previousStep) this.#applySettings(run);
      yield undefined;
    }
    return run;
  }

  /** From where it is, where that is nearest; else from a checkpoint. */
  #nearestRun(step: number): TrainingRun {
    this.#replay ??= new TrainingRun(this.#job);
    const run = this.#replay;
    const checkpoint = this.#checkpoints.nearestBefore(step);
    if (run.step < checkpoint.step || run.step > step) run.restore(checkpoint, this.settingsAt(checkpoint.step));
    return run;
  }

  /** Goes on with other settings, where they were changed after this step. */
  #applySettings(run: TrainingRun): void {
    const span = this.#spans.find(({ firstStep }) => firstStep === run.step);
    if (span) run.configure(span.settings);
  }
}
