/** The state of a training session in the form that is pushed to the panel. */

import * as l10n from '@vscode/l10n';
import type { ConfusionCounts, CurvesUpdate, Surface, TrainingInfo } from '../../../../protocol/panel/training.ts';
import type { Batches } from '../../engine/training/batches.ts';
import { maxOpenSteps, type PauseReason, type SessionState } from '../../engine/training/session/sessionCommands.ts';
import { type Model, tensorsOutsideText, trainedTensors } from '../../language/lowering/model.ts';
import { isRefusal } from '../../language/problems/refusal.ts';
import { evaluatedCount } from '../../snapshot/sample/allSamples.ts';
import { isReached, type TrainableSnapshot } from '../../snapshot/training/trainable.ts';
import { nanAdvice } from '../../training/nanAdvice.ts';
import { isRunningStatistic, statisticOverflowAdvice } from '../../training/overflowAdvice.ts';
import type { SessionSetup } from '../../training/sessionSetup.ts';

export function trainingInfoOf(
  { model }: TrainableSnapshot,
  { layers, scalars, surface: decisionSurface, confusion }: SessionSetup,
  { trainingSamples: training, heldOutSamples: heldOut }: Batches,
): TrainingInfo {
  const samples = training.length + heldOut.length;
  const evaluated = evaluatedCount(model, samples);
  return {
    loss: model.objective.label,
    optimizer: model.trainingPlan.optimizer.name,
    samples: training.length,
    heldOut: heldOut.length,
    shown: model.sample?.count ?? null,
    evaluated: evaluated < samples ? evaluated : null,
    layers,
    scalars: scalars?.names ?? [],
    metric: scalars?.metric ?? null,
    keptIn: keptInOf(model),
    decisionSurface: surfaceInfoOf(decisionSurface),
    confusionMatrix: confusionInfoOf(confusion),
  };
}

function keptInOf(model: Model): TrainingInfo['keptIn'] {
  const isInText = model.params.some((param) => param.source !== undefined && isReached(model, param));
  if (tensorsOutsideText(model).length === 0) return 'text';
  return isInText ? 'both' : 'file';
}

function surfaceInfoOf(decisionSurface: SessionSetup['surface']): TrainingInfo['decisionSurface'] {
  if (isRefusal(decisionSurface)) return { kind: 'none', reason: decisionSurface.refusal };
  const { job: _, boundary = null, ...rest } = decisionSurface;
  return rest.kind === 'fit' ? { ...rest, boundary } : { ...rest, boundary, classes: rest.classes ?? null };
}

function confusionInfoOf(confusion: SessionSetup['confusion']): TrainingInfo['confusionMatrix'] {
  if (confusion === undefined) return null;
  if (isRefusal(confusion)) return { kind: 'none', reason: confusion.refusal };
  const { label, classes } = confusion;
  return { kind: 'matrix', label, classes };
}

export function curvesUpdateOf(
  { trainingCurve, heldOutCurve, scalarCurve }: SessionState,
  { layers, scalars }: Pick<SessionSetup, 'layers' | 'scalars'>,
): CurvesUpdate {
  const columnsOf = (samples: 'training' | 'heldOut') =>
    (scalars?.names ?? []).map((_, index) => scalarCurve.points.map((point) => finiteOrNull(point[samples][index])));
  return {
    training: {
      isComplete: trainingCurve.isComplete,
      steps: trainingCurve.points.map(({ step }) => step),
      loss: trainingCurve.points.map(({ loss }) => finiteOrNull(loss)),
      norms: layers.map((_, layer) => trainingCurve.points.map(({ norms }) => finiteOrNull(norms[layer]))),
    },
    heldOut: {
      isComplete: heldOutCurve.isComplete,
      steps: heldOutCurve.points.map(({ step }) => step),
      loss: heldOutCurve.points.map(({ loss }) => finiteOrNull(loss)),
    },
    scalars: {
      isComplete: scalarCurve.isComplete,
      steps: scalarCurve.points.map(({ step }) => step),
      training: columnsOf('training'),
      heldOut: scalars?.job.heldOut ? columnsOf('heldOut') : [],
    },
  };
}

export function surfaceOf({ shownStep, surface }: SessionState): Surface | null {
  return surface ? { step: shownStep, values: Array.from(surface, finiteOrNull) } : null;
}

export function confusionOf({ shownStep, confusion }: SessionState): ConfusionCounts | null {
  return confusion ? { step: shownStep, training: [...confusion.training], heldOut: [...confusion.heldOut] } : null;
}

/** Why the session paused by itself, and what to do about it. */
export function noticeOf(reason: PauseReason, { model }: TrainableSnapshot): string {
  const { label } = model.objective;
  if (reason.kind === 'condition')
    return l10n.t`Paused at step ${reason.step}: the condition of 'until' holds. Press Run to continue for an epoch.`;
  if (reason.kind === 'plateau')
    return l10n.t`Paused at step ${reason.step}: ${label} has plateaued. Press Run to continue.`;
  if (reason.kind === 'stepLimit') {
    const [step, maxSteps] = [reason.step, maxOpenSteps].map((count) => count.toLocaleString('en'));
    return l10n.t`Paused at step ${step}: without 'epochs', a run takes at most ${maxSteps} steps. Press Run to continue.`;
  }
  if (reason.kind === 'nonFiniteLoss') {
    return Number.isNaN(reason.value)
      ? `${l10n.t`Paused: ${label} was NaN at step ${reason.step}. Go back to an earlier step.`} ${nanAdvice(reason.miniBatch)}`
      : l10n.t`Paused: ${label} was infinite at step ${reason.step}. Go back to an earlier step, or set a smaller lr and reset.`;
  }
  const { name } = trainedTensors(model)[reason.param];
  if (Number.isNaN(reason.value))
    return `${l10n.t`Paused: ${name} would become NaN at step ${reason.step}, so the step was not taken.`} ${nanAdvice(reason.miniBatch)}`;
  const advice = isRunningStatistic(model, reason.param) ? statisticOverflowAdvice() : l10n.t('Set a smaller lr.');
  return `${l10n.t`Paused: ${name} would overflow at step ${reason.step}, so the step was not taken.`} ${advice}`;
}

/** Null if there is none, or if JSON cannot express it. */
export function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
