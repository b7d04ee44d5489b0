/**
 * A training session: a model is trained in the panel step by step, and what it comes to is shown as it moves, while the text
 * stays as it is until the numbers are kept. It goes on only while its file is watched: behind a hidden panel it rests.
 */

import * as v from 'valibot';
import { list, numberOrNull, object, textOrNull } from './schema.ts';

/** A notification to the server, with an order. */
export const trainingCommandMethod = 'backprop/trainingOrder';

/** A notification to the client, of a file that is watched: at most twenty times a second. */
export const trainingMethod = 'backprop/training';

/** What may be set while it goes on; it counts from the next step. */
export const trainingSetting = v.picklist(['lr', 'batch']);
export type TrainingSetting = v.InferOutput<typeof trainingSetting>;

export const trainingCommand = v.variant('kind', [
  /** Begins a session with what the `train` statement says; one that is open goes on. */
  object({ kind: v.literal('open') }),
  object({ kind: v.literal('run') }),
  object({ kind: v.literal('pause') }),
  /** Takes one step from the latest one, and pauses. */
  object({ kind: v.literal('step') }),
  /** Begins anew from the numbers of the text; what was set stays set. */
  object({ kind: v.literal('reset') }),
  /** Pauses, and shows the model with the params that it had after so many steps. The next step is taken from the latest all the same. */
  object({ kind: v.literal('show'), step: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** Writes the params that are shown into the text, as one edit. */
  object({ kind: v.literal('keep') }),
  /** For `batch`, null is all samples. A value that is refused changes nothing; the state says why. */
  object({ kind: v.literal('set'), setting: trainingSetting, value: numberOrNull }),
  object({ kind: v.literal('close') }),
]);
export type TrainingCommand = v.InferOutput<typeof trainingCommand>;

export const trainingCommandParams = object({ uri: v.string(), command: trainingCommand });
export type TrainingCommandParams = v.InferOutput<typeof trainingCommandParams>;

const axis = object({ name: v.string(), from: v.number(), to: v.number() });

/** Where the output is drawn over two inputs; or why it isn't, as a sentence. */
const decisionSurface = v.variant('kind', [
  object({
    kind: v.literal('plane'),
    x: axis,
    y: axis,
    /** How many cells the surface has; the first is at the beginning of both axes, and a row goes along x. */
    columns: v.number(),
    rows: v.number(),
    /** What is drawn, as the text calls it. */
    output: v.string(),
    /** Where it changes sides: 0 for a logit, 0.5 for a probability; null where it has no sides, as in a regression. */
    boundary: numberOrNull,
    /** What the data call the labels. */
    label: v.string(),
    /** The samples, a thousand at most. */
    points: list(object({ x: v.number(), y: v.number(), label: v.number() })),
  }),
  object({ kind: v.literal('none'), reason: v.string() }),
]);
export type DecisionSurface = v.InferOutput<typeof decisionSurface>;

/** What is trained. */
const trainingSubject = object({
  /** What the loss is called, as `L`. */
  loss: v.string(),
  optimizer: v.string(),
  /** How many samples steps are taken with, and how many are held out from them. */
  samples: v.number(),
  heldOut: v.number(),
  /** What the gradient norms are of: `h` for `h.W` and `h.b`; a param of its own is a layer of its own. */
  layers: list(v.string()),
  decisionSurface,
});
export type TrainingSubject = v.InferOutput<typeof trainingSubject>;

const trainingState = object({
  /** `done` when the epochs that the text names are over; another run takes as many again. */
  phase: v.picklist(['running', 'paused', 'done']),
  /** The step where the history begins: 0, unless steps have led to the text already. */
  firstStep: v.number(),
  /** How many steps were taken, those before the session too. */
  step: v.number(),
  /** The step whose params are shown. */
  shownStep: v.number(),
  /** Counted from 1; 0 before the first step. */
  epoch: v.number(),
  stepsPerEpoch: v.number(),
  /** Where a run ends; null where the text names no epochs, and it goes on until it is paused. */
  lastStep: numberOrNull,
  /** Null while it doesn't run, and until it can be told. */
  stepsPerSecond: numberOrNull,
  /** Of the latest step, as in the trace; null before it, and where it is not finite. */
  loss: numberOrNull,
  /** The latest that was measured; null where none was, nothing is held out, or it is not finite. */
  heldOutLoss: numberOrNull,
  lr: v.number(),
  /** Samples a step; null for all of them. */
  batch: numberOrNull,
  /** Why a value that was given last was not taken, as a sentence; null where it was. */
  rejections: object({ lr: textOrNull, batch: textOrNull }),
  /** What there is to say of the session, as why it has paused by itself; else null. */
  notice: textOrNull,
});
export type TrainingState = v.InferOutput<typeof trainingState>;

/** The points since the last push; or all of them, where they take the place of what came before: as then it was thinned out. */
const tracePoints = { isComplete: v.boolean(), steps: list(v.number()) };

const trace = object({
  training: object({
    ...tracePoints,
    /** The objective over the samples of each step, as it was before that step; null where it is not finite. */
    loss: list(numberOrNull),
    /** The norm of the gradient of each step by layer, in the order of the layers: a list as long as `steps` each. */
    norms: list(list(numberOrNull)),
  }),
  /** After the last step of an epoch. */
  heldOut: object({ ...tracePoints, loss: list(numberOrNull) }),
});
export type Trace = v.InferOutput<typeof trace>;

const surface = object({
  /** The step whose params it is of. */
  step: v.number(),
  /** Row by row; null where it is not finite. */
  values: list(numberOrNull),
});
export type Surface = v.InferOutput<typeof surface>;

export const training = v.variant('kind', [
  object({
    kind: v.literal('session'),
    uri: v.string(),
    /** Null where it is still the one that was sent last. */
    subject: v.nullable(trainingSubject),
    state: trainingState,
    trace,
    /** At most five times a second; null in between, and where there is no plane. */
    surface: v.nullable(surface),
  }),
  /** There is no session now: the reason as a sentence; null where it was closed. */
  object({ kind: v.literal('none'), uri: v.string(), reason: textOrNull }),
]);
/** What is pushed. */
export type Training = v.InferOutput<typeof training>;
