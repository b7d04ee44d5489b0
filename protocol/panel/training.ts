/**
 * Training sessions: a model is trained step by step in the panel and its numbers are displayed live, while the text
 * stays unchanged until the user keeps them. A session runs only while its file is watched, and pauses while the panel
 * is hidden.
 */

import * as v from 'valibot';
import { gridSize, list, numberOrNull, object, shortText, textOrNull } from '../shared/schema.ts';

/** A notification to the server with a command. */
export const trainingCommandMethod = 'backprop/trainingCommand';

/** A notification to the client about the watched file, at most twenty times per second. */
export const trainingUpdateMethod = 'backprop/trainingUpdate';

/** Settings that may change during a session, from the next step on. */
export const trainingSetting = v.picklist(['lr', 'batch']);
export type TrainingSetting = v.InferOutput<typeof trainingSetting>;

/** Steps per second that a run is limited to; null for as many as can be taken. */
export const trainingPaces = [1, 10, 100, null] as const;
const trainingPace = v.nullable(v.picklist([1, 10, 100]));
export type TrainingPace = v.InferOutput<typeof trainingPace>;

/** One can follow each step. */
export const defaultPace: TrainingPace = 10;

export const trainingCommand = v.variant('kind', [
  /** Starts a session with the settings of the `train` statement, or continues the one that is open. */
  object({ kind: v.literal('open') }),
  object({ kind: v.literal('run') }),
  object({ kind: v.literal('pause') }),
  /** Takes one step from the latest one, and pauses. */
  object({ kind: v.literal('step') }),
  /** Restarts from the numbers of the text; changed settings are kept. */
  object({ kind: v.literal('reset') }),
  /**
   * Pauses, and shows the model with the params after the given step. The next step still continues from the latest
   * one.
   */
  object({ kind: v.literal('seek'), step: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** Writes the displayed params into the text, as one edit. */
  object({ kind: v.literal('keep') }),
  /** The same, and closes the session unless nothing could be written. */
  object({ kind: v.literal('keepAndClose') }),
  /** For `batch`, null means all samples; for `lr`, the schedule of the text. An invalid value changes nothing; the reason is in the state. */
  object({ kind: v.literal('set'), setting: trainingSetting, value: numberOrNull }),
  object({ kind: v.literal('pace'), stepsPerSecond: trainingPace }),
  object({ kind: v.literal('close') }),
]);
export type TrainingCommand = v.InferOutput<typeof trainingCommand>;

export const trainingCommandParams = object({ uri: shortText, command: trainingCommand });
export type TrainingCommandParams = v.InferOutput<typeof trainingCommandParams>;

const axis = object({ name: v.string(), from: v.number(), to: v.number() });

/** A plot of the output over its two inputs, or over its only one, or the reason why there is none, as a sentence. */
const decisionSurface = v.variant('kind', [
  object({
    kind: v.literal('plane'),
    x: axis,
    y: axis,
    /** The number of cells. The first cell is at the start of both axes, and rows run along x. */
    columns: gridSize,
    rows: gridSize,
    /** The name of the plotted output in the text. */
    output: v.string(),
    /** Value of the output at the decision boundary: 0 for a logit, 0.5 for a probability; null for a regression. */
    boundary: numberOrNull,
    /** The names of the classes if the values are indices of predicted classes; else null. */
    classes: v.nullable(list(v.string())),
    /** The name of the labels in the data. */
    label: v.string(),
    /** At most 1,000 samples. */
    points: list(object({ x: v.number(), y: v.number(), label: v.number() })),
  }),
  object({
    kind: v.literal('fit'),
    x: axis,
    /** The number of points of the curve, equally spaced from one end of the axis to the other. */
    columns: gridSize,
    output: v.string(),
    boundary: numberOrNull,
    label: v.string(),
    /** At most 1,000 samples. */
    points: list(object({ x: v.number(), label: v.number(), isHeldOut: v.boolean() })),
  }),
  object({ kind: v.literal('none'), reason: v.string() }),
]);
export type DecisionSurfaceInfo = v.InferOutput<typeof decisionSurface>;

/** Far more classes than the server sends. */
const maxClasses = 100;

/** The classes of a confusion matrix, or the reason why there is none, as a sentence. */
const confusionMatrix = v.variant('kind', [
  object({
    kind: v.literal('matrix'),
    /** The name of the labels in the data. */
    label: v.string(),
    classes: v.pipe(list(v.string()), v.maxLength(maxClasses)),
  }),
  object({ kind: v.literal('none'), reason: v.string() }),
]);
export type ConfusionMatrixInfo = v.InferOutput<typeof confusionMatrix>;

/** Properties of the session that rarely change. */
const trainingInfo = object({
  /** The name of the loss, such as `L`. */
  loss: v.string(),
  optimizer: v.string(),
  /** The number of samples used for training; `heldOut` is the number of those held out. */
  samples: v.number(),
  heldOut: v.number(),
  /** The number of samples that the graph and the editor show, the first ones; null if all. */
  shown: numberOrNull,
  /** The number of samples of each kind that held-out losses and scalars are computed on, the first ones; null if all. */
  evaluated: numberOrNull,
  /** The names of the layers in `norms`: `h` for `h.W` and `h.b`. A param outside of a layer is a layer of its own. */
  layers: list(v.string()),
  /** The named scalars in `curves.scalars`, and the index of the one to plot first; null if none is a metric. */
  scalars: list(v.string()),
  metric: numberOrNull,
  /** The destination of kept params: the text, the file of learned params beside it, or both. */
  keptIn: v.picklist(['text', 'file', 'both']),
  decisionSurface,
  /** Null if the model is not a classifier. */
  confusionMatrix: v.nullable(confusionMatrix),
});
export type TrainingInfo = v.InferOutput<typeof trainingInfo>;

const trainingState = object({
  /** `done` after the epochs in the text; another run takes as many again. */
  phase: v.picklist(['running', 'paused', 'done']),
  /** The first step of the history: 0, unless steps have already led to the text. */
  firstStep: v.number(),
  /** The number of steps taken, including those before the session. */
  step: v.number(),
  /** The step whose params are displayed. */
  shownStep: v.number(),
  /** The step whose params the text has. */
  textStep: v.number(),
  /** Counted from 1; 0 before the first step. */
  epoch: v.number(),
  stepsPerEpoch: v.number(),
  /** The last step of a run; null if the text sets no number of epochs, so that it runs until the loss plateaus. */
  lastStep: numberOrNull,
  /** The epoch that the last step completes; null if there is no last step, or if it ends within an epoch. */
  lastEpoch: numberOrNull,
  pace: trainingPace,
  /** Null while paused, and until it can be measured. */
  stepsPerSecond: numberOrNull,
  /** Loss of the latest step, as in the curves; null before the first step, and if it is not finite. */
  loss: numberOrNull,
  /** The latest measured value; null if there is none, if nothing is held out, or if it is not finite. */
  heldOutLoss: numberOrNull,
  /** That of the step after the shown one. */
  lr: v.number(),
  /** Whether it follows the schedule of the text; null if the text has none for it. */
  schedule: v.nullable(v.picklist(['followed', 'replaced'])),
  /** Samples per step; null for all. */
  batch: numberOrNull,
  /** The reason why the last value was rejected, as a sentence; null if it was accepted. */
  rejections: object({ lr: textOrNull, batch: textOrNull }),
  /** A message about the session, such as why it has paused automatically; else null. */
  notice: textOrNull,
});
export type TrainingState = v.InferOutput<typeof trainingState>;

/**
 * The points since the last message, or if `isComplete`, all points, which replace those already sent because the
 * curves were thinned out.
 */
const pointsUpdate = { isComplete: v.boolean(), steps: list(v.number()) };

const curvesUpdate = object({
  training: object({
    ...pointsUpdate,
    /** The objective over the samples of each step, before the step; null if it is not finite. */
    loss: list(numberOrNull),
    /** Gradient norms by layer, in the order of `layers`; each list has the length of `steps`. */
    norms: list(list(numberOrNull)),
  }),
  /** Measured after the last step of each epoch. */
  heldOut: object({ ...pointsUpdate, loss: list(numberOrNull) }),
  /**
   * The named scalars in evaluation mode, before the first step and after the last one of each epoch. Each list has the
   * length of `steps`; `heldOut` is empty if nothing is held out.
   */
  scalars: object({ ...pointsUpdate, training: list(list(numberOrNull)), heldOut: list(list(numberOrNull)) }),
});
export type CurvesUpdate = v.InferOutput<typeof curvesUpdate>;

const surface = object({
  /** The step whose params the surface belongs to. */
  step: v.number(),
  /** Row by row, or along the curve; null for a non-finite value. */
  values: list(numberOrNull),
});
export type Surface = v.InferOutput<typeof surface>;

const confusionCounts = object({
  /** The step whose params the predictions belong to. */
  step: v.number(),
  /**
   * Row by row: a row for each class of the samples, a column for each predicted one. Samples with an output that is NaN
   * are not counted.
   */
  training: list(v.number()),
  heldOut: list(v.number()),
});
export type ConfusionCounts = v.InferOutput<typeof confusionCounts>;

export const trainingUpdate = v.variant('kind', [
  object({
    kind: v.literal('session'),
    uri: v.string(),
    /** Null if unchanged since the last message. */
    info: v.nullable(trainingInfo),
    state: trainingState,
    curves: curvesUpdate,
    /** At most five times per second; null in between, and if there is no decision surface. */
    surface: v.nullable(surface),
    /** At most twice per second; null in between, and if there is no confusion matrix. */
    confusion: v.nullable(confusionCounts),
  }),
  /** No session exists. The reason is a sentence; null if the session was closed. */
  object({ kind: v.literal('none'), uri: v.string(), reason: textOrNull }),
]);
/** Payload of `trainingUpdateMethod`. */
export type TrainingUpdate = v.InferOutput<typeof trainingUpdate>;
