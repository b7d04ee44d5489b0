/** Training that reports at intervals: its progress, and the values of the whole model with the current params. */

import type { NodeId } from '../ir/program.ts';
import { copyValues, type Values } from '../ir/values.ts';
import { Execution } from '../runtime/execute.ts';
import { type FlatProgram, unflatten } from '../runtime/flatProgram.ts';
import type { TrainingJob } from './job.ts';
import type { OptimizerState } from './optimizers.ts';
import { type Progress, type StopReason, TrainingRun } from './trainingRun.ts';

export interface TrainingReport {
  readonly progress: Progress;
  /** The latest held-out loss. */
  readonly heldOut: number | undefined;
  readonly stepsPerSecond: number;
  readonly values: Values;
}

/** Why training ended: by itself, or because it was stopped. */
export type TrainingStopReason = StopReason | { readonly kind: 'stopped' };

export interface TrainingResult {
  readonly stopReason: TrainingStopReason;
  /** The last step taken; undefined if there was none. */
  readonly progress: Progress | undefined;
  /** The final params, in the order of the job. */
  readonly params: readonly Float64Array[];
  readonly states: readonly (OptimizerState | undefined)[];
}

/** In milliseconds: lenses are updated at most ten times a second. */
const reportInterval = 100;

/** Reports take at most one part in so many of the time. */
const reportCostRatio = 5;

export class ReportedTraining {
  readonly #run: TrainingRun;
  readonly #execution: Execution;
  readonly #params: readonly NodeId[];
  readonly #now: () => number;
  #progress: Progress | undefined;

  /**
   * @param program the model with all samples, as it is shown during training.
   * @param params the leaf of each param in it, in the order of the job.
   * @param now the time in milliseconds.
   */
  constructor(job: TrainingJob, program: FlatProgram, params: readonly NodeId[], now: () => number) {
    this.#run = new TrainingRun(job);
    this.#execution = new Execution(unflatten(program));
    this.#params = params;
    this.#now = now;
  }

  /** Takes the steps. Yields a report when one is due, and `undefined` wherever else it may be stopped. */
  *reports(): Generator<TrainingReport | undefined, StopReason> {
    const start = this.#now();
    const steps = this.#run.steps();
    let stepsTaken = 0;
    let heldOut: number | undefined;
    let nextReport = start + reportInterval;
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      if (value) {
        this.#progress = value;
        heldOut = value.heldOut ?? heldOut;
        stepsTaken++;
      }
      const now = this.#now();
      if (value === undefined || now < nextReport) {
        yield undefined;
        continue;
      }
      const values = yield* this.#values();
      const reportedAt = this.#now();
      nextReport = reportedAt + Math.max(reportInterval, reportCostRatio * (reportedAt - now));
      yield { progress: value, heldOut, stepsPerSecond: (1000 * stepsTaken) / (reportedAt - start), values };
    }
  }

  /** The result so far, whether training has ended or was stopped. */
  result(stopReason: TrainingStopReason): TrainingResult {
    const { params, states } = this.#run;
    return { stopReason, progress: this.#progress, params, states };
  }

  /** The values of the whole model in arrays of their own, to be transferred. */
  *#values(): Generator<undefined, Values> {
    const overrides = new Map(this.#params.map((node, i) => [node, this.#run.params[i]]));
    return copyValues(yield* this.#execution.runInSlices(overrides));
  }
}
