/** Training that is watched: now and then it says how far it is, with the values of the whole model as it is by then. */

import { Execution, type Values } from './execute.ts';
import type { OptimizerState } from './optimize.ts';
import type { NodeId } from './program.ts';
import { type Ending, type Progress, type TrainingJob, TrainingRun } from './train.ts';
import { type FlatProgram, unflatten } from './transfer.ts';

/** The model with all samples, as it is shown while training goes on. */
export interface ShownModel {
  readonly program: FlatProgram;
  /** The leaf of each param, in the order of the job. */
  readonly params: readonly NodeId[];
}

export interface TrainingReport {
  readonly progress: Progress;
  readonly stepsPerSecond: number;
  readonly values: Values;
}

export interface TrainingResult {
  readonly ending: Ending;
  /** The last step that was taken; undefined where there was none. */
  readonly progress: Progress | undefined;
  /** Where the params are, in the order of the job. */
  readonly params: readonly Float64Array[];
  readonly states: readonly (OptimizerState | undefined)[];
}

/** In milliseconds: lenses move at most ten times a second. */
const interval = 100;

/** What is shown takes at most one part in so many of the time. */
const share = 5;

export class ShownTraining {
  readonly #run: TrainingRun;
  readonly #execution: Execution;
  readonly #params: readonly NodeId[];
  readonly #now: () => number;
  #progress: Progress | undefined;

  /** @param now in milliseconds. */
  constructor(job: TrainingJob, { program, params }: ShownModel, now: () => number) {
    this.#run = new TrainingRun(job);
    this.#execution = new Execution(unflatten(program));
    this.#params = params;
    this.#now = now;
  }

  /** Takes the steps; yields a report when it is time for one, and `undefined` wherever else it may be stopped. */
  *reports(): Generator<TrainingReport | undefined, Ending> {
    const start = this.#now();
    const steps = this.#run.steps();
    let taken = 0;
    let next = start + interval;
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      if (value) {
        this.#progress = value;
        taken++;
      }
      const now = this.#now();
      if (value === undefined || now < next) {
        yield undefined;
        continue;
      }
      const values = yield* this.#values();
      const shown = this.#now();
      next = shown + Math.max(interval, share * (shown - now));
      yield { progress: value, stepsPerSecond: (1000 * taken) / (shown - start), values };
    }
  }

  /** What training has come to, whether it has ended or is stopped. */
  result(ending: Ending): TrainingResult {
    const { params, states } = this.#run;
    return { ending, progress: this.#progress, params, states };
  }

  /** The values of the whole model, in arrays of their own, as they are sent away. */
  *#values(): Generator<undefined, Values> {
    const overrides = new Map(this.#params.map((node, i) => [node, this.#run.params[i]]));
    const slices = this.#execution.runInSlices(overrides);
    for (;;) {
      const slice = slices.next();
      if (slice.done) return { data: slice.value.data.slice(), starts: slice.value.starts };
      yield undefined;
    }
  }
}
