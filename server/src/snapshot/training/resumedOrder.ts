/** The order of the samples after the steps taken so far, and the counters of the next step in it. */

import { type Counters, countersOf } from '../../engine/training/counters.ts';
import { type BatchCursor, type BatchOrder, Epochs } from '../../engine/training/epochs.ts';
import type { OrderState } from '../../engine/training/trainingRun.ts';
import { hasSchedule, type Model, sampleCountOf, type TrainSettings } from '../../language/lowering/model.ts';
import { noProgress, type TrainingProgress } from './trainingProgress.ts';

export interface ResumedOrder {
  readonly batchOrder: BatchOrder;
  readonly cursor?: BatchCursor | undefined;
}

/** The order that the file sets. @param batch samples per step, null for all of them. */
export function batchOrderOf(
  { batch: scheduledBatch, seed, holdout, shuffle }: TrainSettings,
  batch: number | null = scheduledBatch ?? null,
): BatchOrder {
  return { seed, holdout, ...(batch !== null && { batch }), ...(shuffle === 0 && { isSequential: true }) };
}

/** Continues an order within its epoch; after a change of the samples, of their batches or of the seed, another epoch begins. */
export function resumedOrder(
  batchOrder: BatchOrder,
  samples: number,
  startStep: number,
  order: OrderState | undefined,
): ResumedOrder {
  if (order === undefined) return { batchOrder };
  const previous = order.batchOrder;
  const isSame =
    samples === order.samples &&
    batchOrder.seed === previous.seed &&
    batchOrder.holdout === previous.holdout &&
    batchOrder.batch === previous.batch &&
    batchOrder.isSequential === previous.isSequential;
  const draws = new Epochs(samples, previous).epochsToDraw(startStep, order.cursor);
  // A cursor of another epoch was not saved by a run, and drawing many epochs could take forever.
  if (isSame && draws >= 0 && draws <= 2) return { batchOrder: previous, cursor: order.cursor };
  return { batchOrder: { ...batchOrder, origin: { step: startStep, epoch: order.epoch } } };
}

/** The counters of the step after those taken so far; undefined if no hyperparameter depends on them. */
export function nextCounters(model: Model, progress: TrainingProgress = noProgress): Counters | undefined {
  const epochs = scheduleEpochs(model, progress);
  return epochs && countersOf(progress.stepCount, epochs, model.trainingPlan!.settings.epochs);
}

/** The counters of the last step of the run to which the next step belongs; undefined if it has no end. */
export function lastCounters(model: Model, progress: TrainingProgress = noProgress): Counters | undefined {
  const order = scheduleEpochs(model, progress);
  const { epochs } = model.trainingPlan?.settings ?? {};
  if (order === undefined || epochs === undefined) return undefined;
  return countersOf(order.endOfRun(progress.stepCount, epochs) - 1, order, epochs);
}

/** Counters to show a schedule by: of the next step, the middle and the last step of its run, or of steps far ahead if it has no end. */
export function shownCounters(model: Model, progress: TrainingProgress = noProgress): readonly Counters[] {
  const order = scheduleEpochs(model, progress);
  if (order === undefined) return [];
  const { stepCount } = progress;
  const { epochs } = model.trainingPlan!.settings;
  const last = epochs === undefined ? undefined : order.endOfRun(stepCount, epochs) - 1;
  const steps =
    last === undefined
      ? [0, 100, 1000].map((ahead) => stepCount + ahead)
      : [stepCount, Math.ceil((stepCount + last) / 2), last];
  return [...new Set(steps)].map((step) => countersOf(step, order, epochs));
}

/** The epochs of the next run; undefined if no hyperparameter depends on counters. */
function scheduleEpochs(model: Model, { stepCount, resumeState }: TrainingProgress): Epochs | undefined {
  const { trainingPlan } = model;
  if (trainingPlan === undefined || !hasSchedule(trainingPlan)) return undefined;
  const samples = sampleCountOf(model);
  const { batchOrder } = resumedOrder(batchOrderOf(trainingPlan.settings), samples, stepCount, resumeState?.order);
  return new Epochs(samples, batchOrder);
}
