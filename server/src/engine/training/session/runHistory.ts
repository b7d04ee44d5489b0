/** The history of a run: any step can be replayed from a replay point, bit for bit. */

import type { TrainingJob } from '../trainingJob.ts';
import { type StepSettings, TrainingRun } from '../trainingRun.ts';
import { ReplayPoints } from './replayPoints.ts';

/** Settings in force from a step on. */
interface SettingsSpan {
  readonly firstStep: number;
  readonly settings: StepSettings;
}

export class RunHistory {
  readonly #job: TrainingJob;
  readonly #replayPoints: ReplayPoints;
  #spans: readonly SettingsSpan[];
  /** The run that replays steps, created on first use. */
  #replay: TrainingRun | undefined;

  /** @param run the run before its first step. */
  constructor(job: TrainingJob, run: TrainingRun) {
    this.#job = { ...job, hasFullEvaluation: false, layers: [] };
    this.#replayPoints = new ReplayPoints(run.state);
    this.#spans = [{ firstStep: run.step, settings: run.settings }];
  }

  /** To be called after each step. */
  record(run: TrainingRun): void {
    if (this.#replayPoints.isDue(run.step)) this.#replayPoints.add(run.state);
  }

  /** Records that the steps after `firstStep` are taken with other settings. */
  recordChange(firstStep: number, settings: StepSettings): void {
    this.#spans = [...this.#spans.filter((span) => span.firstStep < firstStep), { firstStep, settings }];
  }

  /** The settings of the step that follows. */
  settingsAt(step: number): StepSettings {
    return this.#spans.findLast(({ firstStep }) => firstStep <= step)!.settings;
  }

  /** A run as it was after `step` steps. The next call reuses it. It may be abandoned wherever it yields. */
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

  /** The replaying run itself if it is nearest, else restored from a replay point. */
  #nearestRun(step: number): TrainingRun {
    this.#replay ??= new TrainingRun(this.#job);
    const run = this.#replay;
    const replayPoint = this.#replayPoints.nearestBefore(step);
    if (run.step < replayPoint.step || run.step > step) run.restore(replayPoint, this.settingsAt(replayPoint.step));
    return run;
  }

  /** Applies the settings that changed after the run's present step. */
  #applySettings(run: TrainingRun): void {
    const span = this.#spans.find(({ firstStep }) => firstStep === run.step);
    if (span) run.configure(span.settings);
  }
}
