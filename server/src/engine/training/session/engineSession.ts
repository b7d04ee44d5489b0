/**
 * A training session in the worker: it runs, pauses, shows previous params and takes other settings between any two
 * steps. It works in slices while there is work, and replies with a state when polled.
 */

import { copyValues, type Values } from '../../ir/values.ts';
import { Execution } from '../../runtime/execution.ts';
import { unflatten } from '../../runtime/flatProgram.ts';
import { withBatchSize } from '../batches.ts';
import type { TrainingJob } from '../trainingJob.ts';
import { type Progress, TrainingRun } from '../trainingRun.ts';
import { type ConfusionCounts, ConfusionEvaluator } from './confusionEvaluator.ts';
import { Curve } from './curve.ts';
import { PlateauDetector } from './plateauDetector.ts';
import { RunHistory } from './runHistory.ts';
import { ScalarEvaluator, type ScalarPoint } from './scalarEvaluator.ts';
import {
  type HeldOutPoint,
  maxOpenSteps,
  type PauseReason,
  type PollRequest,
  type SessionCommand,
  type SessionJob,
  type SessionState,
  type SettingsChange,
  type TrainingPoint,
} from './sessionCommands.ts';
import { StepClock } from './stepClock.ts';
import { StepPacer } from './stepPacer.ts';
import { SurfaceEvaluator } from './surfaceEvaluator.ts';

export class EngineSession {
  readonly #job: SessionJob;
  readonly #now: () => number;
  readonly #clock: StepClock;
  readonly #pacer: StepPacer;
  readonly #trainingRun: TrainingRun;
  readonly #history: RunHistory;
  readonly #trainingCurve = new Curve<TrainingPoint>();
  readonly #heldOutCurve = new Curve<HeldOutPoint>();
  readonly #scalarCurve = new Curve<ScalarPoint>();
  #execution: Execution | undefined;
  #surface: SurfaceEvaluator | undefined;
  #confusion: ConfusionEvaluator | undefined;
  /** Undefined until scalars are measured. */
  #scalars: ScalarEvaluator | undefined;
  #stepIterator: ReturnType<TrainingRun['steps']>;
  /** The last step to take; 0 before the first run and while paused. */
  #endStep = 0;
  /** Present if the run ends when the loss plateaus. */
  #plateauDetector: PlateauDetector | undefined;
  #ignoresNonFiniteLoss = false;
  /** The step to show; undefined for the latest. */
  #requestedStep: number | undefined;
  #change: SettingsChange | undefined;
  #pollRequest: PollRequest | undefined;
  /** True if anything has changed since the last state. */
  #isDirty = true;
  /** The steps whose values, surface and confusion matrices were sent last. */
  #valuesStep: number | undefined;
  #surfaceStep: number | undefined;
  #confusionStep: number | undefined;
  #latestProgress: Progress | undefined;
  #heldOutLoss: number | undefined;
  #pauseReason: PauseReason | undefined;

  /** @param now the time in milliseconds. */
  constructor(job: SessionJob, now: () => number) {
    const trainingJob: TrainingJob = { ...job.trainingJob, steps: Number.POSITIVE_INFINITY };
    this.#job = job;
    this.#now = now;
    this.#clock = new StepClock(now);
    this.#pacer = new StepPacer(now);
    this.#trainingRun = new TrainingRun(trainingJob);
    this.#stepIterator = this.#trainingRun.steps();
    this.#history = new RunHistory(trainingJob, this.#trainingRun);
  }

  /** Accepts a command, to be carried out by `work`. */
  handle(command: SessionCommand): void {
    if (command.kind === 'poll') {
      this.#pollRequest = command;
      return;
    }
    this.#isDirty = true;
    switch (command.kind) {
      case 'run':
        this.#runUntil(command.until, command);
        return;
      case 'pace':
        this.#pacer.setSpeed(command.stepsPerSecond);
        this.#clock.start();
        return;
      case 'step':
        this.#pacer.skipDelay();
        this.#runUntil(this.#trainingRun.step + 1);
        return;
      case 'pause':
        this.#endStep = 0;
        return;
      case 'seek':
        this.#endStep = 0;
        this.#requestedStep = command.step;
        return;
      case 'set':
        this.#change = command;
        return;
    }
  }

  /** Milliseconds until the next step of a run is due; undefined if there is no work until a command comes. */
  get delay(): number | undefined {
    return this.#isRunning ? this.#pacer.delay : undefined;
  }

  /** Does the pending work. Yields a state when one is due, and `undefined` wherever else commands may be handled. */
  *work(): Generator<SessionState | undefined, void> {
    for (;;) {
      if (this.#change) this.#applyChange(this.#change);
      if (this.#isStepDue) yield* this.#takeStep();
      if (this.#pollRequest && this.#isDue(this.#pollRequest)) {
        const state = yield* this.#createState(this.#pollRequest);
        yield state;
      } else if (this.#isStepDue) yield undefined;
      else if (this.#change === undefined) return;
    }
  }

  get #isRunning(): boolean {
    return this.#trainingRun.step < this.#endStep;
  }

  get #isStepDue(): boolean {
    return this.delay === 0;
  }

  /** The step whose params are to be shown. */
  get #shownStep(): number {
    const { step } = this.#trainingRun;
    return Math.max(this.#job.trainingJob.startStep, Math.min(this.#requestedStep ?? step, step));
  }

  /** @param until undefined to run until the loss plateaus. */
  #runUntil(until: number | undefined, { ignoresNonFiniteLoss = false } = {}): void {
    this.#endStep = until ?? this.#trainingRun.step + maxOpenSteps;
    this.#plateauDetector = until === undefined ? new PlateauDetector() : undefined;
    this.#ignoresNonFiniteLoss = ignoresNonFiniteLoss;
    this.#requestedStep = undefined;
    this.#pauseReason = undefined;
    this.#clock.start();
  }

  /** Another batch size restarts the order of the samples. */
  #applyChange({ batch, hyperparameters, programs }: SettingsChange): void {
    this.#change = undefined;
    const { step, batches, settings } = this.#trainingRun;
    const batchOrder = withBatchSize(settings.batchOrder, batch, step, batches);
    this.#trainingRun.configure({ batchOrder, hyperparameters, programs });
    this.#history.recordChange(step, this.#trainingRun.settings);
  }

  *#takeStep(): Generator<undefined, void> {
    const { step } = this.#trainingRun;
    for (;;) {
      const { done, value } = this.#stepIterator.next();
      if (done) {
        if (value.kind === 'not-finite') yield* this.#rollBack({ ...value, kind: 'nonFiniteParam' });
        return;
      }
      if (value) {
        this.#record(value);
        if (value.endsEpoch) yield* this.#measureScalars();
        return;
      }
      yield undefined;
      // Paused before the params have moved: a long step is not waited for, and taken from its beginning the next time.
      if (!this.#isRunning && this.#trainingRun.step === step) {
        this.#stepIterator = this.#trainingRun.steps();
        return;
      }
    }
  }

  #record(progress: Progress): void {
    const { step, loss, norms = [], heldOut } = progress;
    this.#latestProgress = progress;
    this.#trainingCurve.add({ step, loss, norms });
    if (heldOut !== undefined) {
      this.#heldOutCurve.add({ step, loss: heldOut });
      this.#heldOutLoss = heldOut;
    }
    this.#history.record(this.#trainingRun);
    this.#clock.countStep();
    this.#pacer.countStep();
    this.#isDirty = true;
    if (progress.meetsCondition) {
      this.#pauseWith({ kind: 'condition', step });
      return;
    }
    if (Number.isFinite(loss)) {
      this.#pauseAtPlateauOrLimit(progress);
      return;
    }
    if (this.#ignoresNonFiniteLoss) return;
    const miniBatch = this.#trainingRun.batches.miniBatchLengthOf(step - 1);
    this.#pauseWith({ kind: 'nonFiniteLoss', step, value: loss, ...(miniBatch !== undefined && { miniBatch }) });
  }

  *#measureScalars(): Generator<undefined, void> {
    const { scalars } = this.#job;
    if (scalars === undefined) return;
    if (!this.#scalarCurve.keepsNext) {
      this.#scalarCurve.skip();
      return;
    }
    const { step, params } = this.#trainingRun;
    this.#scalars ??= new ScalarEvaluator(scalars, params);
    const values = yield* this.#scalars.values(params);
    this.#scalarCurve.add({ step, ...values });
  }

  #pauseAtPlateauOrLimit({ step, loss }: Progress): void {
    this.#plateauDetector?.add(loss);
    if (this.#plateauDetector?.hasPlateaued) this.#pauseWith({ kind: 'plateau', step });
    else if (this.#plateauDetector && step === this.#endStep) this.#pauseWith({ kind: 'stepLimit', step });
  }

  /** Restores the run as it was before a step that was not taken, since that step has changed the optimizer's state. */
  *#rollBack(pauseReason: PauseReason): Generator<undefined, void> {
    this.#pauseWith(pauseReason);
    const { step } = this.#trainingRun;
    const { state } = yield* this.#history.runAt(step);
    this.#trainingRun.restore(state, this.#history.settingsAt(step));
    this.#stepIterator = this.#trainingRun.steps();
  }

  #pauseWith(pauseReason: PauseReason): void {
    this.#endStep = 0;
    this.#pauseReason = pauseReason;
    this.#isDirty = true;
  }

  #isDue({ isUrgent, includesSurface, includesConfusion }: PollRequest): boolean {
    if (this.#isDirty || isUrgent || (includesSurface && this.#surfaceStep !== this.#shownStep)) return true;
    return includesConfusion && this.#job.confusion !== undefined && this.#confusionStep !== this.#shownStep;
  }

  *#createState({
    isFull,
    includesSurface,
    includesConfusion,
    includesRunState,
  }: PollRequest): Generator<undefined, SessionState> {
    const start = this.#now();
    this.#pollRequest = undefined;
    this.#isDirty = false;
    if (this.#scalars === undefined) yield* this.#measureScalars();
    const run = yield* this.#shownRun();
    const { step: shownStep } = run;
    const values = shownStep === this.#valuesStep ? undefined : yield* this.#evaluateValues(run);
    this.#valuesStep = shownStep;
    const hasNewSurface = includesSurface && (isFull || shownStep !== this.#surfaceStep);
    const surface = hasNewSurface ? yield* this.#evaluateSurface(run) : undefined;
    if (hasNewSurface) this.#surfaceStep = shownStep;
    const hasNewConfusion = includesConfusion && (isFull || shownStep !== this.#confusionStep);
    const confusion = hasNewConfusion ? yield* this.#countConfusion(run) : undefined;
    if (hasNewConfusion) this.#confusionStep = shownStep;
    return {
      isRunning: this.#isRunning,
      step: this.#trainingRun.step,
      shownStep,
      epoch: this.#trainingRun.batches.epochsBegunBefore(this.#trainingRun.step),
      stepsPerEpoch: this.#trainingRun.batches.stepsPerEpoch,
      stepsPerSecond: this.#isRunning ? this.#pacer.limit(this.#clock.stepsPerSecond) : undefined,
      loss: this.#latestProgress?.loss,
      heldOutLoss: this.#heldOutLoss,
      pauseReason: this.#pauseReason,
      trainingCurve: this.#trainingCurve.takeUpdate(isFull),
      heldOutCurve: this.#heldOutCurve.takeUpdate(isFull),
      scalarCurve: this.#scalarCurve.takeUpdate(isFull),
      values,
      surface,
      confusion,
      runState: includesRunState ? run.state : undefined,
      elapsed: this.#now() - start,
    };
  }

  /** The run at the shown step. Starts over if another step is requested meanwhile. */
  *#shownRun(): Generator<undefined, TrainingRun> {
    for (;;) {
      const shownStep = this.#shownStep;
      if (shownStep === this.#trainingRun.step) return this.#trainingRun;
      const search = this.#history.runAt(shownStep);
      while (shownStep === this.#shownStep) {
        const { done, value } = search.next();
        if (done) return value;
        yield undefined;
      }
    }
  }

  /** In arrays of their own, to be transferred. */
  *#evaluateValues({ params, counters }: TrainingRun): Generator<undefined, Values> {
    this.#execution ??= new Execution(unflatten(this.#job.program));
    const leaves = [
      ...this.#job.params.map((node, i) => [node, params[i]] as const),
      ...this.#job.counters.map((node, i) => [node, Float64Array.of(counters[i])] as const),
    ];
    const leafValues = new Map(leaves.filter(([node]) => node >= 0));
    return copyValues(yield* this.#execution.runInSlices(leafValues));
  }

  *#evaluateSurface({ params }: TrainingRun): Generator<undefined, Float64Array | undefined> {
    const { surface } = this.#job;
    if (surface === undefined) return undefined;
    this.#surface ??= new SurfaceEvaluator(surface, params);
    return yield* this.#surface.values(params);
  }

  *#countConfusion({ params }: TrainingRun): Generator<undefined, ConfusionCounts | undefined> {
    const { confusion } = this.#job;
    if (confusion === undefined) return undefined;
    this.#confusion ??= new ConfusionEvaluator(confusion, params);
    return yield* this.#confusion.counts(params);
  }
}
