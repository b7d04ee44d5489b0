/** What a training session is told, and what it answers: plain objects and arrays, as they go to a worker and back. */

import type { NodeId } from '../../ir/program.ts';
import type { Values } from '../../ir/values.ts';
import type { FlatProgram } from '../../runtime/flatProgram.ts';
import type { TrainingJob } from '../job.ts';
import type { RunState, TrainingSettings } from '../trainingRun.ts';
import type { CurveUpdate } from './curve.ts';
import type { SurfaceJob } from './surfaceEvaluator.ts';

export interface SessionJob {
  /** Where it begins, and how each step is taken; how many are, the orders say. */
  readonly training: Omit<TrainingJob, 'steps'>;
  /** The model with all samples, as it is shown, and the leaf of each param in it. */
  readonly program: FlatProgram;
  readonly params: readonly NodeId[];
  /** Absent where none is drawn. */
  readonly surface?: SurfaceJob;
}

export type SessionCommand =
  /** Takes steps, from the latest one, until so many were taken in all. */
  | { readonly kind: 'run'; readonly until: number }
  | { readonly kind: 'step' }
  | { readonly kind: 'pause' }
  /** Goes back to the params after so many steps, to be looked at; to the latest where there are not so many. */
  | { readonly kind: 'show'; readonly step: number }
  /** Takes the steps from now on with other settings. */
  | ({ readonly kind: 'change' } & SettingsChange)
  | ({ readonly kind: 'poll' } & PollRequest);

/** All that may be set: what isn't named is as the job says. */
export interface SettingsChange extends Pick<TrainingSettings, 'hyperparameters' | 'programs'> {
  /** Samples a step; undefined for all of them. */
  readonly batch: number | undefined;
}

/** Asks for one moment, as soon as there is something new to see. */
export interface PollRequest {
  /** Whether it is answered even where there is nothing new. */
  readonly isUrgent: boolean;
  /** Whether the curves are asked for from their beginning. */
  readonly isFull: boolean;
  readonly hasSurface: boolean;
  /** Whether the run itself is asked for, as it was at the step that is shown. */
  readonly hasState: boolean;
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

/** Why it has paused by itself: the loss of a step was not finite, or it would have made a param so, and was not taken. */
export type PauseReason =
  | { readonly kind: 'loss'; readonly step: number; readonly value: number }
  | { readonly kind: 'param'; readonly step: number; readonly param: number };

export interface SessionState {
  readonly isRunning: boolean;
  /** How many steps were taken. */
  readonly step: number;
  /** The one whose params are shown. */
  readonly shownStep: number;
  /** Counted from 1; 0 before the first step. */
  readonly epoch: number;
  readonly stepsPerEpoch: number;
  /** Undefined while it doesn't run, and where it can't be told yet. */
  readonly stepsPerSecond: number | undefined;
  /** Of the latest step. */
  readonly loss: number | undefined;
  readonly heldOutLoss: number | undefined;
  readonly pauseReason: PauseReason | undefined;
  readonly training: CurveUpdate<TrainingPoint>;
  readonly heldOut: CurveUpdate<HeldOutPoint>;
  /** Of the whole model with the params that are shown; undefined where they are those of the moment before. */
  readonly values: Values | undefined;
  readonly surface: Float64Array | undefined;
  readonly state: RunState | undefined;
  /** How long it took to make, in milliseconds. */
  readonly elapsed: number;
}
