/** The fit of a model of one input: its output as a curve, with the samples. */

import * as l10n from '@vscode/l10n';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { sigmoid } from '../engine/operators/elementwise/activations.ts';
import { bceWithLogits } from '../engine/operators/losses/losses.ts';
import { splitSamples } from '../engine/training/batches.ts';
import type { SurfaceJob } from '../engine/training/session/surfaceEvaluator.ts';
import type { TrainableSnapshot } from '../snapshot/training/trainable.ts';
import {
  type Axis,
  axisOf,
  boundaryOf,
  coordinatesOf,
  drawnPoints,
  inputCount,
  jobAtPoints,
  labelsOf,
  nameOf,
  type PlottedOutput,
  pointsPerRun,
  widthOf,
} from './plottedOutput.ts';

export interface FitPlot {
  readonly kind: 'fit';
  readonly x: Axis;
  /** The number of points of the curve. */
  readonly columns: number;
  /** The names of the output and of the labels in the text. */
  readonly output: string;
  readonly label: string;
  /** The output's threshold between two classes; undefined if it has none. */
  readonly boundary: number | undefined;
  readonly points: readonly Point[];
  /** The points of the curve, equally spaced from one end of the axis to the other. */
  readonly job: SurfaceJob;
}

interface Point {
  readonly x: number;
  readonly label: number;
  readonly isHeldOut: boolean;
}

/** About two pixels each at the usual width. */
const columns = 4 * pointsPerRun;

export function canBeFit({ pointModel, plotted: { output, inputs, label } }: PlottedOutput): boolean {
  return inputCount(pointModel, inputs) === 1 && [output, label.node].every((node) => widthOf(pointModel, node) === 1);
}

/** @param output one that can be a fit. A logit is plotted as the probability that it stands for. */
export function fitPlotOf(snapshot: TrainableSnapshot, output: PlottedOutput): FitPlot {
  const { pointModel, plotted } = output;
  const [x] = coordinatesOf(snapshot, plotted.inputs);
  const axis = axisOf(x);
  const labels = labelsOf(snapshot, plotted);
  const heldOut = new Set(splitSamples(labels.length, snapshot.model.trainingPlan.settings).heldOut);
  const isLogit = pointModel.program.operator(plotted.node) === bceWithLogits;
  const name = nameOf(snapshot, pointModel, plotted.output);
  return {
    kind: 'fit',
    x: axis,
    columns,
    output: isLogit ? l10n.t`sigmoid of ${name}` : name,
    label: plotted.label.name,
    boundary: isLogit ? 0.5 : boundaryOf(output),
    points: drawnPoints(labels.length, (sample) => ({
      x: x.values[sample],
      label: labels[sample],
      isHeldOut: heldOut.has(sample),
    })),
    job: jobAtPoints(
      snapshot,
      output,
      columns,
      [(point) => axis.from + (axis.to - axis.from) * (point / (columns - 1))],
      isLogit ? appendProbability : undefined,
    ),
  };
}

function appendProbability(program: Program, logits: NodeId): NodeId {
  return program.add(sigmoid, [logits]);
}
