/**
 * Commands to a training session and the states it replies with: plain objects and arrays, sent to a worker and back.
 */

import type { NodeId } from '../../ir/program.ts';
import type { Values } from '../../ir/values.ts';
import type { FlatProgram } from '../../runtime/flatProgram.ts';
import type { CounterLeaves } from '../counters.ts';
import type { TrainingJob } from '../trainingJob.ts';
import type { NonFiniteStep, RunState, StepSettings } from '../trainingRun.ts';
import type { ConfusionCounts, ConfusionJob } from './confusionEvaluator.ts';
import type { CurveUpdate } from './curve.ts';
import type { ScalarJob, ScalarPoint } from './scalarEvaluator.ts';
import type { SurfaceJob } from './surfaceEvaluator.ts';

export interface SessionJob {
  /** The start of the session and how each step is taken; commands say how many. */
  readonly trainingJob: Omit<TrainingJob, 'steps'>;
  /** The model with all samples, as it is shown, and the leaf of each of the job's params in it, or −1. */
  readonly program: FlatProgram;
  readonly params: readonly NodeId[];
  /** The leaf of each counter in it. */
  readonly counters: CounterLeaves;
  /** Absent if neither a decision surface nor a fit is drawn. */
  readonly surface?: SurfaceJob;
  /** Absent if the model has no confusion matrix. */
  readonly confusion?: ConfusionJob;
  /** Absent if the file names no scalars to plot. */
  readonly scalars?: ScalarJob;
}

export type SessionCommand =
  /**
   * Takes steps from the latest one until `until` steps were taken in all; if it is absent, until the loss plateaus, but at most
   * `maxOpenSteps`. With `ignoresNonFiniteLoss`, a loss that is not finite does not pause the session.
   */
  | { readonly kind: 'run'; readonly until?: number | undefined; readonly ignoresNonFiniteLoss?: boolean }
  /** Limits the number of steps taken in a second; undefined for as many as can be taken. */
  | { readonly kind: 'pace'; readonly stepsPerSecond: number | undefined }
  | { readonly kind: 'step' }
  | { readonly kind: 'pause' }
  /** Shows the params after `step` steps, or the latest if there are fewer. */
  | { readonly kind: 'seek'; readonly step: number }
  /** Takes further steps with other settings. */
  | ({ readonly kind: 'set' } & SettingsChange)
  | ({ readonly kind: 'poll' } & PollRequest);

/** The settings that can change; all others are as in the job. */
export interface SettingsChange extends Pick<StepSettings, 'hyperparameters' | 'programs'> {
  /** Samples per step; undefined for all of them. */
  readonly batch: number | undefined;
}

/** Steps of a run that ends when the loss plateaus or a condition holds, if that never happens. */
export const maxOpenSteps = 10_000;

/** Asks for one state, as soon as something has changed. */
export interface PollRequest {
  /** True to get a reply even if nothing has changed. */
  readonly isUrgent: boolean;
  /** True to get the curves from their beginning. */
  readonly isFull: boolean;
  readonly includesSurface: boolean;
  readonly includesConfusion: boolean;
  /** True to get the state of the run at the shown step. */
  readonly includesRunState: boolean;
}

export interface TrainingPoint {
  readonly step: number;
  readonly loss: number;
  readonly norms: readonly number[];
}

export interface HeldOutPoint {
  readonly step: number;
  readonly loss: number;
}

/**
 * Why the session paused by itself: the condition that ends a run held; the loss of a step was not finite; the step would have made a param non-finite and was not taken;
 * the loss had plateaued; or a run without an end had taken `maxOpenSteps`.
 */
export type PauseReason =
  | { readonly kind: 'condition'; readonly step: number }
  | { readonly kind: 'plateau'; readonly step: number }
  | { readonly kind: 'stepLimit'; readonly step: number }
  | ({ readonly kind: 'nonFiniteLoss' } & Omit<NonFiniteStep, 'param'>)
  | ({ readonly kind: 'nonFiniteParam' } & NonFiniteStep);

export interface SessionState {
  readonly isRunning: boolean;
  /** Steps taken so far. */
  readonly step: number;
  /** The step whose params are shown. */
  readonly shownStep: number;
  /** Counted from 1; 0 before the first step. */
  readonly epoch: number;
  readonly stepsPerEpoch: number;
  /** Undefined while paused, and until it is known. */
  readonly stepsPerSecond: number | undefined;
  /** The loss of the latest step. */
  readonly loss: number | undefined;
  readonly heldOutLoss: number | undefined;
  readonly pauseReason: PauseReason | undefined;
  readonly trainingCurve: CurveUpdate<TrainingPoint>;
  readonly heldOutCurve: CurveUpdate<HeldOutPoint>;
  /** Measured before the first step and after the last one of each epoch. */
  readonly scalarCurve: CurveUpdate<ScalarPoint>;
  /**
   * The values of the whole model with the shown params; undefined if they haven't changed since the previous state.
   */
  readonly values: Values | undefined;
  readonly surface: Float64Array | undefined;
  readonly confusion: ConfusionCounts | undefined;
  readonly runState: RunState | undefined;
  /** The time that this state took to compute, in milliseconds. */
  readonly elapsed: number;
}
