/** State of the file's training session in the panel. */

import type {
  Surface,
  TrainingCommand,
  TrainingInfo,
  TrainingState,
  TrainingUpdate,
} from '../../../../protocol/panel/training.ts';
import { type Curves, emptyCurves, extendCurves } from './curves/curvePoints.ts';

export interface SessionView {
  readonly kind: 'session';
  readonly info: TrainingInfo;
  readonly state: TrainingState;
  readonly curves: Curves;
  /** The last surface received. */
  readonly surface: Surface | undefined;
  /** The requested step until the server shows it; undefined if none is requested. */
  readonly requestedStep: number | undefined;
}

export type TrainingView =
  /** Training is not shown. */
  | { readonly kind: 'closed' }
  /** Closed here; updates are ignored until the server knows. */
  | { readonly kind: 'closing' }
  | { readonly kind: 'opening' }
  | SessionView
  /** No session, with the reason as a sentence. */
  | { readonly kind: 'ended'; readonly reason: string };

/** Commands that continue from the latest step and cancel a requested one. */
const resumesLatest: ReadonlySet<TrainingCommand['kind']> = new Set(['run', 'step', 'reset']);

export const closedView: TrainingView = { kind: 'closed' };

export function applyCommand(view: TrainingView, command: TrainingCommand): TrainingView {
  if (command.kind === 'close') return { kind: 'closing' };
  if (view.kind !== 'session') return command.kind === 'open' ? { kind: 'opening' } : view;
  if (command.kind === 'seek') return { ...view, requestedStep: command.step };
  return resumesLatest.has(command.kind) ? { ...view, requestedStep: undefined } : view;
}

export function applyUpdate(view: TrainingView, update: TrainingUpdate): TrainingView {
  if (view.kind === 'closing') return update.kind === 'none' ? closedView : view;
  if (update.kind === 'none') {
    if (update.reason !== null) return { kind: 'ended', reason: update.reason };
    // The update belongs to the session that was closed.
    return view.kind === 'opening' ? view : closedView;
  }
  const previous = view.kind === 'session' ? view : undefined;
  const info = update.info ?? previous?.info;
  // An update that continues points never received is useless: the server sends all of them to a newly opened panel.
  if (info === undefined) return view;
  const isNewSession = update.info !== null;
  return {
    kind: 'session',
    info,
    state: update.state,
    curves: extendCurves(previous?.curves ?? emptyCurves, update.curves),
    surface: update.surface ?? (isNewSession ? undefined : previous?.surface),
    requestedStep: previous?.requestedStep === update.state.shownStep ? undefined : previous?.requestedStep,
  };
}
