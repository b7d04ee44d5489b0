/** What the panel is pushed of a training session, from what the engine says of it. */

import * as l10n from '@vscode/l10n';
import type { Batches } from '../../engine/training/batches.ts';
import type { Moment, Trouble } from '../../engine/training/session/commands.ts';
import type { Surface, Trace, TrainingSubject } from '../../protocol/panel/training.ts';
import { isRefusal, type Trainable } from '../../training/refusal.ts';
import type { SessionPlan } from '../../training/sessionJob.ts';

export function subjectOf(
  { model }: Trainable,
  { layers, plane }: SessionPlan,
  { training, heldOut }: Batches,
): TrainingSubject {
  return {
    loss: model.objective.label,
    optimizer: model.training.optimizer.name,
    samples: training.length,
    heldOut: heldOut.length,
    layers,
    plane: planeOf(plane),
  };
}

function planeOf(plane: SessionPlan['plane']): TrainingSubject['plane'] {
  if (isRefusal(plane)) return { kind: 'none', reason: plane.refusal };
  const { job: _, boundary = null, ...drawn } = plane;
  return { kind: 'plane', ...drawn, boundary };
}

/** @param layers how many there are. */
export function traceOf({ training, heldOut }: Moment, layers: number): Trace {
  return {
    training: {
      isWhole: training.isWhole,
      steps: training.points.map(({ step }) => step),
      loss: training.points.map(({ loss }) => finite(loss)),
      norms: Array.from({ length: layers }, (_, layer) => training.points.map(({ norms }) => finite(norms[layer]))),
    },
    heldOut: {
      isWhole: heldOut.isWhole,
      steps: heldOut.points.map(({ step }) => step),
      loss: heldOut.points.map(({ loss }) => finite(loss)),
    },
  };
}

export function surfaceOf({ shown, surface }: Moment): Surface | null {
  return surface ? { step: shown, values: Array.from(surface, finite) } : null;
}

/** Why it has paused by itself, and what to do about it. */
export function noticeOf(trouble: Trouble, { model }: Trainable): string {
  if (trouble.kind === 'loss') {
    const { label } = model.objective;
    return Number.isNaN(trouble.value)
      ? l10n.t`Paused: at step ${trouble.step} ${label} was not a number. Go back to a step before it, or set a smaller lr and reset.`
      : l10n.t`Paused: at step ${trouble.step} ${label} was infinite. Go back to a step before it, or set a smaller lr and reset.`;
  }
  const { name } = model.params[trouble.param];
  return l10n.t`Paused: step ${trouble.step} would take ${name} out of the finite numbers, so it was not taken. Set a smaller lr.`;
}

/** Null where there is none, or JSON has no word for it. */
export function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
