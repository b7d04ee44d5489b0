/** What the panel knows of the training session of its file, and how that changes. */

import type {
  Surface,
  Training,
  TrainingCommand,
  TrainingState,
  TrainingSubject,
} from '../../../../server/src/protocol/panel/training.ts';
import { type Curves, emptyCurves, extendCurves } from './curves/curvePoints.ts';

export interface Session {
  readonly kind: 'session';
  readonly subject: TrainingSubject;
  readonly state: TrainingState;
  readonly curves: Curves;
  /** The last one that came. */
  readonly surface: Surface | undefined;
  /** The step that is to be shown, until the server shows it; undefined where none is asked for. */
  readonly requestedStep: number | undefined;
}

export type TrainingView =
  /** Nothing is shown of training. */
  | { readonly kind: 'closed' }
  /** It was closed here; what comes until the server knows is of no interest. */
  | { readonly kind: 'closing' }
  | { readonly kind: 'opening' }
  | Session
  /** There is no session: the reason is a sentence. */
  | { readonly kind: 'ended'; readonly reason: string };

/** Orders that go on from the latest step, whatever was asked for. */
const resumesLatest: ReadonlySet<TrainingCommand['kind']> = new Set(['run', 'step', 'reset']);

export const closedView: TrainingView = { kind: 'closed' };

export function applyCommand(view: TrainingView, command: TrainingCommand): TrainingView {
  if (command.kind === 'close') return { kind: 'closing' };
  if (view.kind !== 'session') return command.kind === 'open' ? { kind: 'opening' } : view;
  if (command.kind === 'show') return { ...view, requestedStep: command.step };
  return resumesLatest.has(command.kind) ? { ...view, requestedStep: undefined } : view;
}

export function applyUpdate(view: TrainingView, update: Training): TrainingView {
  if (view.kind === 'closing') return update.kind === 'none' ? closedView : view;
  if (update.kind === 'none') {
    if (update.reason !== null) return { kind: 'ended', reason: update.reason };
    // What was closed is the one before.
    return view.kind === 'opening' ? view : closedView;
  }
  const previous = view.kind === 'session' ? view : undefined;
  const subject = update.subject ?? previous?.subject;
  // What goes on from points that never came is of no use: the server sends all to a panel that has just opened.
  if (subject === undefined) return view;
  const isNewSession = update.subject !== null;
  return {
    kind: 'session',
    subject,
    state: update.state,
    curves: extendCurves(previous?.curves ?? emptyCurves, update.trace),
    surface: update.surface ?? (isNewSession ? undefined : previous?.surface),
    requestedStep: previous?.requestedStep === update.state.shownStep ? undefined : previous?.requestedStep,
  };
}
