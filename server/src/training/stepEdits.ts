/** Training steps as edits of the text, which change the numbers of params and nothing else. */

import type { Shape } from '../engine/ir/shape.ts';
import { type RunState, TrainingRun } from '../engine/training/trainingRun.ts';
import type { LearnedParams, Model, Param } from '../language/lowering/model.ts';
import { isRefusal, type Refusal } from '../language/problems/refusal.ts';
import { type Expression, rangeIn, type StatementOrigin } from '../language/syntax/ast.ts';
import { exactNumberText, type LiteralNumber, literalNumbers, literalText } from '../language/syntax/literals.ts';
import type { Edit } from '../language/text/edits.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { isReached } from '../snapshot/training/trainable.ts';
import { noProgress, type TrainingProgress } from '../snapshot/training/trainingProgress.ts';
import {
  createTrainingJob,
  learnedParamsOf,
  optimizerStatesOf,
  requestFrom,
  writtenValuesOf,
} from './createTrainingJob.ts';
import { nothingMovedRefusal, valueRefusal } from './trainingRefusals.ts';

export interface StepEdits {
  /** In the order of the text. */
  readonly edits: readonly Edit[];
  /** The learned params before the step. `progressAfter` has those after it. */
  readonly paramsBefore: LearnedParams;
  readonly progressAfter: TrainingProgress;
}

/** The next step, on the next mini-batch, or why there is none. Works in slices. */
export function* nextStep(
  snapshot: Snapshot,
  trainingProgress: TrainingProgress = noProgress,
): Generator<undefined, StepEdits | Refusal> {
  const job = createTrainingJob(snapshot, { ...requestFrom(trainingProgress), steps: 1 });
  if (isRefusal(job)) return job;
  const { model } = snapshot;
  const run = new TrainingRun(job);
  const steps = run.steps();
  for (;;) {
    const { done, value } = steps.next();
    if (done && value.kind === 'not-finite') return valueRefusal(snapshot, value);
    if (done) break;
    if (value === undefined) yield undefined;
  }
  return hasMoved(job.params, run.params) ? stepFromRun(model, job.params, run) : nothingMovedRefusal();
}

/** The steps of a run as edits of the text and params beside it. @param startParams the params before the run. */
export function stepFromRun(model: Model, startParams: readonly Float64Array[], run: RunProgress): StepEdits {
  return {
    edits: trainedEdits(model, run.params),
    paramsBefore: learnedParamsOf(model, startParams),
    progressAfter: progressAfter(model, run),
  };
}

type RunProgress = Pick<RunState, 'step' | 'params' | 'states' | 'order'>;

/** The steps of a run, with those before it. */
export function progressAfter(model: Model, { step, params, states, order }: RunProgress): TrainingProgress {
  return {
    stepCount: step,
    states: optimizerStatesOf(model, states),
    learnedParams: learnedParamsOf(model, params),
    resumeState: { optimizer: model.trainingPlan!.optimizer.name, order, written: writtenValuesOf(model, params) },
  };
}

/** True if any element of any param differs, in sign even if it is 0. */
export function hasMoved(from: readonly Float64Array[], to: readonly Float64Array[]): boolean {
  return from.some((values, param) => values.some((value, i) => !Object.is(value, to[param][i])));
}

/** The edits that write the values of all params, in the order of the model. Params that training does not change stay as they are written. */
export function trainedEdits(model: Model, values: readonly Float64Array[]): Edit[] {
  return model.params.flatMap((param, i) =>
    isReached(model, param) ? paramEdits(param, values[i], model.program.shape(param.node)) : [],
  );
}

/** The edits that write a param's new value: in a literal, those of the numbers that differ; none if the text does not hold it. */
function paramEdits({ source }: Param, to: Float64Array, shape: Shape): Edit[] {
  if (source === undefined) return [];
  const { value } = source;
  const numbers = literalNumbers(value);
  if (numbers === undefined) return [{ ...rangeIn(source, value), text: literalText(to, shape) }];
  return numbers.flatMap((number, i) => (Object.is(number.value, to[i]) ? [] : [numberEdit(source, number, to[i])]));
}

/** The edit that replaces a number. It leaves out a minus sign that does not change. */
export function numberEdit(statement: StatementOrigin, { expression }: LiteralNumber, to: number): Edit {
  const isNegative = to < 0 || Object.is(to, -0);
  const magnitude = magnitudeOf(expression);
  if (magnitude && isNegative) return { ...rangeIn(statement, magnitude), text: exactNumberText(-to) };
  return { ...rangeIn(statement, expression), text: exactNumberText(to) };
}

/** The number after a single minus. */
function magnitudeOf(expression: Expression): Expression | undefined {
  return expression.kind === 'negate' && expression.operand.kind === 'number' ? expression.operand : undefined;
}
