/** Runs training steps until they are done or Ctrl-C is pressed. */

import { setImmediate } from 'node:timers/promises';
import type { Progress, StopReason, TrainingRun } from '../../engine/training/trainingRun.ts';

/** Prints training progress. */
export interface ProgressReport {
  /** Called before the first step. @param loss the objective over all training samples, here and below. */
  begin?(loss: number): void;
  /** True if to print a line after a step. */
  isDue(progress: Progress): boolean;
  print(progress: Progress, loss: number): void;
}

export interface StepsOutcome {
  /** Undefined if Ctrl-C was pressed. */
  readonly ending: StopReason | { readonly kind: 'condition' } | undefined;
  /** The last step taken, counted from 1 including the steps before the run. */
  readonly step: number;
}

/** In milliseconds: the longest delay of a signal. */
const pollInterval = 20;

export async function takeSteps(run: TrainingRun, report: ProgressReport): Promise<StepsOutcome> {
  using interrupt = new Interrupt();
  let { step } = run;
  if (report.begin) {
    const loss = await runUntilInterrupted(run.trainingLoss(), interrupt);
    if (loss !== undefined) report.begin(loss);
  }
  const steps = run.steps();
  for (;;) {
    if (await interrupt.isInterrupted()) return { ending: undefined, step };
    const { done, value } = steps.next();
    if (done) return { ending: value, step };
    if (value === undefined) continue;
    step = value.step;
    if (!report.isDue(value) && !value.meetsCondition) continue;
    const loss = await runUntilInterrupted(run.trainingLoss(), interrupt);
    if (loss !== undefined) report.print(value, loss);
    if (value.meetsCondition) return { ending: { kind: 'condition' }, step };
  }
}

/** The result, or undefined if interrupted. */
async function runUntilInterrupted<Result>(
  slices: Generator<undefined, Result>,
  interrupt: Interrupt,
): Promise<Result | undefined> {
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
    if (await interrupt.isInterrupted()) return undefined;
  }
}

/** Listens for Ctrl-C. A second Ctrl-C ends the process at once. */
class Interrupt implements Disposable {
  #isInterrupted = false;
  #yieldedAt = performance.now();
  readonly #listener = () => {
    this.#isInterrupted = true;
  };

  constructor() {
    process.once('SIGINT', this.#listener);
  }

  /** Signals arrive only while the process waits. */
  async isInterrupted(): Promise<boolean> {
    if (performance.now() - this.#yieldedAt > pollInterval) {
      await setImmediate();
      this.#yieldedAt = performance.now();
    }
    return this.#isInterrupted;
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.#listener);
  }
}
