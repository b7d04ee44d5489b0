/** State of the file's training session in the panel. */

import type {
  ConfusionCounts,
  Surface,
  TrainingCommand,
  TrainingInfo,
  TrainingState,
  TrainingUpdate,
} from '../../../../protocol/panel/training.ts';
import { type Curves, emptyCurves, extendCurves } from './curves/curvePoints.ts';

export interface SessionPaneState {
  readonly kind: 'session';
  readonly info: TrainingInfo;
  readonly state: TrainingState;
  readonly curves: Curves;
  /** The last surface received. */
  readonly surface: Surface | undefined;
  /** The last counts received. */
  readonly confusion: ConfusionCounts | undefined;
  /** The requested step until the server shows it; undefined if none is requested. */
  readonly requestedStep: number | undefined;
  /** True while the user is asked what becomes of steps that are not kept. */
  readonly isClosing: boolean;
}

export type TrainingPaneState =
  /** Training is not shown. */
  | { readonly kind: 'closed' }
  /** Closed here; updates are ignored until the server knows. */
  | { readonly kind: 'closing' }
  | { readonly kind: 'opening' }
  | SessionPaneState
  /** No session, with the reason as a sentence. */
  | { readonly kind: 'ended'; readonly reason: string };

/** Commands that continue from the latest step and cancel a requested one. */
const resumesLatest: ReadonlySet<TrainingCommand['kind']> = new Set(['run', 'step', 'reset']);

export const closedPane: TrainingPaneState = { kind: 'closed' };

/** True if closing loses the step that is shown, or all steps of the session. */
export function hasUnkeptSteps({ firstStep, step, shownStep, textStep }: TrainingState): boolean {
  return shownStep !== textStep || (textStep === firstStep && step > firstStep);
}

export function applyCommand(state: TrainingPaneState, command: TrainingCommand): TrainingPaneState {
  if (command.kind === 'close') return { kind: 'closing' };
  if (state.kind !== 'session') return command.kind === 'open' ? { kind: 'opening' } : state;
  if (command.kind === 'pace') return { ...state, state: { ...state.state, pace: command.stepsPerSecond } };
  if (command.kind === 'keepAndClose') return { ...state, isClosing: false };
  if (command.kind === 'seek') return { ...state, requestedStep: command.step };
  return resumesLatest.has(command.kind) ? { ...state, requestedStep: undefined } : state;
}

export function applyUpdate(state: TrainingPaneState, update: TrainingUpdate): TrainingPaneState {
  if (state.kind === 'closing') return update.kind === 'none' ? closedPane : state;
  if (update.kind === 'none') {
    if (update.reason !== null) return { kind: 'ended', reason: update.reason };
    // The update belongs to the session that was closed.
    return state.kind === 'opening' ? state : closedPane;
  }
  const previous = state.kind === 'session' ? state : undefined;
  const info = update.info ?? previous?.info;
  // An update that continues points never received is useless: the server sends all of them to a newly opened panel.
  if (info === undefined) return state;
  const isNewSession = update.info !== null;
  return {
    kind: 'session',
    info,
    state: update.state,
    curves: extendCurves(previous?.curves ?? emptyCurves, update.curves),
    surface: update.surface ?? (isNewSession ? undefined : previous?.surface),
    confusion: update.confusion ?? (isNewSession ? undefined : previous?.confusion),
    isClosing: previous?.isClosing ?? false,
    requestedStep: previous?.requestedStep === update.state.shownStep ? undefined : previous?.requestedStep,
  };
}
