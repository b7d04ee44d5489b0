/** What the panel knows of the training session of its file, and how that changes. */

import type {
  Surface,
  Training,
  TrainingOrder,
  TrainingState,
  TrainingSubject,
} from '../../../../server/src/protocol/panel/training.ts';
import { type Curves, extended, noCurves } from './curves/trace.ts';

export interface Session {
  readonly kind: 'session';
  readonly subject: TrainingSubject;
  readonly state: TrainingState;
  readonly curves: Curves;
  /** The last one that came. */
  readonly surface: Surface | undefined;
  /** The step that is to be shown, until the server shows it; undefined where none is asked for. */
  readonly asked: number | undefined;
}

export type Shown =
  /** Nothing is shown of training. */
  | { readonly kind: 'closed' }
  /** It was closed here; what comes until the server knows is of no interest. */
  | { readonly kind: 'closing' }
  | { readonly kind: 'opening' }
  | Session
  /** There is no session: the reason is a sentence. */
  | { readonly kind: 'ended'; readonly reason: string };

/** Orders that go on from the latest step, whatever was asked for. */
const leavesHistory: ReadonlySet<TrainingOrder['kind']> = new Set(['run', 'step', 'reset']);

export const closed: Shown = { kind: 'closed' };

export function afterOrder(shown: Shown, order: TrainingOrder): Shown {
  if (order.kind === 'close') return { kind: 'closing' };
  if (shown.kind !== 'session') return order.kind === 'open' ? { kind: 'opening' } : shown;
  if (order.kind === 'show') return { ...shown, asked: order.step };
  return leavesHistory.has(order.kind) ? { ...shown, asked: undefined } : shown;
}

export function afterPush(shown: Shown, training: Training): Shown {
  if (shown.kind === 'closing') return training.kind === 'none' ? closed : shown;
  if (training.kind === 'none') {
    if (training.reason !== null) return { kind: 'ended', reason: training.reason };
    // What was closed is the one before.
    return shown.kind === 'opening' ? shown : closed;
  }
  const before = shown.kind === 'session' ? shown : undefined;
  const subject = training.subject ?? before?.subject;
  // What goes on from points that never came is of no use: the server sends all to a panel that has just opened.
  if (subject === undefined) return shown;
  const isAnother = training.subject !== null;
  return {
    kind: 'session',
    subject,
    state: training.state,
    curves: extended(before?.curves ?? noCurves, training.trace),
    surface: training.surface ?? (isAnother ? undefined : before?.surface),
    asked: before?.asked === training.state.shown ? undefined : before?.asked,
  };
}
