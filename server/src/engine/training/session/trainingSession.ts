/**
 * Training that is led from outside: it runs, pauses, goes back to look at earlier params, and takes other settings between any
 * two steps. It works while there is something to do, a slice at a time, and shows a moment when it is asked to look.
 */

import { unflatten } from '../../ir/transfer.ts';
import { copyOf, Execution, type Values } from '../../runtime/execute.ts';
import { type Progress, type TrainingJob, TrainingRun } from '../train.ts';
import type {
  Change,
  HeldOutPoint,
  Look,
  Moment,
  SessionJob,
  SessionOrder,
  TrainingPoint,
  Trouble,
} from './commands.ts';
import { Curve } from './curve.ts';
import { History } from './history.ts';
import { StepClock } from './stepClock.ts';
import { Surface } from './surface.ts';

export class TrainingSession {
  readonly #job: SessionJob;
  readonly #now: () => number;
  readonly #clock: StepClock;
  readonly #run: TrainingRun;
  readonly #history: History;
  readonly #training = new Curve<TrainingPoint>();
  readonly #heldOut = new Curve<HeldOutPoint>();
  #execution: Execution | undefined;
  #surface: Surface | undefined;
  #steps: ReturnType<TrainingRun['steps']>;
  /** The last step to take; none before it has run, and where it pauses. */
  #until = 0;
  /** The step to go back to; undefined for the latest. */
  #wanted: number | undefined;
  #change: Change | undefined;
  #look: Look | undefined;
  /** Whether something has happened since the last moment. */
  #isNew = true;
  /** The steps whose values, and whose surface, were shown last. */
  #lookedAt: number | undefined;
  #drawnAt: number | undefined;
  #latest: Progress | undefined;
  #heldOutLoss: number | undefined;
  #trouble: Trouble | undefined;

  /** @param now in milliseconds. */
  constructor(job: SessionJob, now: () => number) {
    const training: TrainingJob = { ...job.training, steps: Number.POSITIVE_INFINITY };
    this.#job = job;
    this.#now = now;
    this.#clock = new StepClock(now);
    this.#run = new TrainingRun(training);
    this.#steps = this.#run.steps();
    this.#history = new History(training, this.#run);
  }

  /** Takes an order, which the work carries out. */
  take(order: SessionOrder): void {
    if (order.kind === 'look') {
      this.#look = order;
      return;
    }
    this.#isNew = true;
    switch (order.kind) {
      case 'run':
        this.#go(order.until);
        return;
      case 'step':
        this.#go(this.#run.step + 1);
        return;
      case 'pause':
        this.#until = 0;
        return;
      case 'show':
        this.#until = 0;
        this.#wanted = order.step;
        return;
      case 'change':
        this.#change = order;
        return;
    }
  }

  /** Does what there is to do. Yields a moment that was asked for, and `undefined` wherever else it may take an order. */
  *work(): Generator<Moment | undefined, void> {
    for (;;) {
      if (this.#change) this.#turn(this.#change);
      if (this.#isRunning) yield* this.#step();
      if (this.#look && this.#isDue(this.#look)) yield yield* this.#moment(this.#look);
      else if (this.#isRunning) yield undefined;
      else if (this.#change === undefined) return;
    }
  }

  get #isRunning(): boolean {
    return this.#run.step < this.#until;
  }

  /** The step whose params are to be shown. */
  get #shown(): number {
    const { step } = this.#run;
    return Math.max(this.#job.training.from, Math.min(this.#wanted ?? step, step));
  }

  #go(until: number): void {
    this.#until = until;
    this.#wanted = undefined;
    this.#trouble = undefined;
    this.#clock.start();
  }

  /** The order of the samples begins anew where batches have another length. */
  #turn({ batch, hyperparameters, programs }: Change): void {
    this.#change = undefined;
    const { step, batches, settings } = this.#run;
    const { batch: before, ...others } = settings.order;
    const origin = { step, epoch: this.#latest?.epoch ?? batches.epochOf(step) };
    const order = batch === before ? settings.order : { ...others, ...(batch !== undefined && { batch }), origin };
    this.#run.change({ order, hyperparameters, programs });
    this.#history.change(step, this.#run.settings);
  }

  *#step(): Generator<undefined, void> {
    for (;;) {
      const { done, value } = this.#steps.next();
      if (done) {
        if (value.kind === 'not-finite') yield* this.#stepBack({ ...value, kind: 'param' });
        return;
      }
      if (value) {
        this.#follow(value);
        return;
      }
      yield undefined;
    }
  }

  #follow(progress: Progress): void {
    const { step, loss, norms = [], heldOut } = progress;
    this.#latest = progress;
    this.#training.add({ step, loss, norms });
    if (heldOut !== undefined) {
      this.#heldOut.add({ step, loss: heldOut });
      this.#heldOutLoss = heldOut;
    }
    this.#history.follow(this.#run);
    this.#clock.count();
    this.#isNew = true;
    if (!Number.isFinite(loss)) this.#pauseFor({ kind: 'loss', step, value: loss });
  }

  /** A step that wasn't taken has left its traces in the optimizer's memory: the run is again what it was before. */
  *#stepBack(trouble: Trouble): Generator<undefined, void> {
    this.#pauseFor(trouble);
    const { step } = this.#run;
    const { state } = yield* this.#history.at(step);
    this.#run.restore(state, this.#history.settingsAt(step));
    this.#steps = this.#run.steps();
  }

  #pauseFor(trouble: Trouble): void {
    this.#until = 0;
    this.#trouble = trouble;
    this.#isNew = true;
  }

  #isDue({ isUrgent, hasSurface }: Look): boolean {
    return this.#isNew || isUrgent || (hasSurface && this.#drawnAt !== this.#shown);
  }

  *#moment({ isWhole, hasSurface, hasState }: Look): Generator<undefined, Moment> {
    const start = this.#now();
    this.#look = undefined;
    this.#isNew = false;
    const run = yield* this.#shownRun();
    const { step: shown } = run;
    const values = shown === this.#lookedAt ? undefined : yield* this.#values(run);
    this.#lookedAt = shown;
    const isDrawn = hasSurface && (isWhole || shown !== this.#drawnAt);
    const surface = isDrawn ? yield* this.#surfaceOf(run) : undefined;
    if (isDrawn) this.#drawnAt = shown;
    return {
      isRunning: this.#isRunning,
      step: this.#run.step,
      shown,
      epoch: this.#latest?.epoch ?? 0,
      stepsPerEpoch: this.#run.batches.stepsPerEpoch,
      stepsPerSecond: this.#isRunning ? this.#clock.stepsPerSecond : undefined,
      loss: this.#latest?.loss,
      heldOutLoss: this.#heldOutLoss,
      trouble: this.#trouble,
      training: this.#training.part(isWhole),
      heldOut: this.#heldOut.part(isWhole),
      values,
      surface,
      state: hasState ? run.state : undefined,
      took: this.#now() - start,
    };
  }

  /** What is newer than the step that is sought takes its place. */
  *#shownRun(): Generator<undefined, TrainingRun> {
    for (;;) {
      const shown = this.#shown;
      if (shown === this.#run.step) return this.#run;
      const search = this.#history.at(shown);
      while (shown === this.#shown) {
        const { done, value } = search.next();
        if (done) return value;
        yield undefined;
      }
    }
  }

  /** In arrays of their own, as they are sent away. */
  *#values({ params }: TrainingRun): Generator<undefined, Values> {
    this.#execution ??= new Execution(unflatten(this.#job.program));
    const overrides = new Map(this.#job.params.map((node, i) => [node, params[i]]));
    return copyOf(yield* this.#execution.runInSlices(overrides));
  }

  *#surfaceOf({ params }: TrainingRun): Generator<undefined, Float64Array | undefined> {
    const { surface } = this.#job;
    if (surface === undefined) return undefined;
    this.#surface ??= new Surface(surface, params);
    return yield* this.#surface.values(params);
  }
}
