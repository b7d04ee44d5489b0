/** The decision surface: one output of a model over the plane of its two inputs. */

import type { NodeId, Program } from '../engine/ir/program.ts';
import { crossEntropy } from '../engine/operators/losses/crossEntropy.ts';
import { argmax } from '../engine/operators/reductions/axisExtrema.ts';
import type { SurfaceJob } from '../engine/training/session/surfaceEvaluator.ts';
import type { TrainableSnapshot } from '../snapshot/training/trainable.ts';
import {
  type Axis,
  axisOf,
  boundaryOf,
  classNamesOf,
  coordinatesOf,
  dataNamed,
  drawnPoints,
  inputCount,
  jobAtPoints,
  labelsOf,
  nameOf,
  type PlottedOutput,
  pointsPerRun,
  widthOf,
} from './plottedOutput.ts';

export interface DecisionSurface {
  readonly kind: 'plane';
  readonly x: Axis;
  readonly y: Axis;
  readonly columns: number;
  readonly rows: number;
  /** The names of the output and of the labels in the text. */
  readonly output: string;
  readonly label: string;
  /** The output's threshold between two classes; undefined if it has none. */
  readonly boundary: number | undefined;
  /** The names of the classes if the surface is the index of the predicted one. */
  readonly classes?: readonly string[];
  readonly points: readonly Point[];
  /** The centers of all cells, row by row from the start of both axes. */
  readonly job: SurfaceJob;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

const [columns, rows] = [pointsPerRun, pointsPerRun];

export function canBeSurface(output: PlottedOutput): boolean {
  const { pointModel, plotted } = output;
  const isSingle = widthOf(pointModel, plotted.output) === 1 || classCountOf(output) !== undefined;
  return isSingle && widthOf(pointModel, plotted.label.node) === 1 && inputCount(pointModel, plotted.inputs) === 2;
}

/** @param output one that can be a surface. */
export function decisionSurfaceOf(snapshot: TrainableSnapshot, output: PlottedOutput): DecisionSurface {
  const { plotted } = output;
  const [x, y] = coordinatesOf(snapshot, plotted.inputs);
  const [xAxis, yAxis] = [axisOf(x), axisOf(y)];
  const labels = labelsOf(snapshot, plotted);
  const classCount = classCountOf(output);
  return {
    kind: 'plane',
    x: xAxis,
    y: yAxis,
    columns,
    rows,
    output: nameOf(snapshot, output.pointModel, plotted.output),
    label: plotted.label.name,
    boundary: classCount === undefined ? boundaryOf(output) : undefined,
    ...(classCount !== undefined && {
      classes: classNamesOf(dataNamed(snapshot.model, plotted.label.name), classCount),
    }),
    points: drawnPoints(labels.length, (sample) => ({
      x: x.values[sample],
      y: y.values[sample],
      label: labels[sample],
    })),
    job: jobAtPoints(
      snapshot,
      output,
      columns * rows,
      [
        (cell) => cellCenter(xAxis, cell % columns, columns),
        (cell) => cellCenter(yAxis, Math.floor(cell / columns), rows),
      ],
      classCount === undefined ? undefined : appendPredictedClass,
    ),
  };
}

/** More are not told apart by color and shape. */
const maxClasses = 10;

/** Undefined unless the output has a logit for each class, and the label is the index of one. */
function classCountOf({ pointModel, plotted: { node, output, label } }: PlottedOutput): number | undefined {
  const { program } = pointModel;
  if (program.operator(node) !== crossEntropy || program.shape(output).length !== 2) return undefined;
  const count = widthOf(pointModel, output);
  return program.shape(label.node).length === 1 && count >= 2 && count <= maxClasses ? count : undefined;
}

function appendPredictedClass(program: Program, logits: NodeId): NodeId {
  return program.add(argmax, [logits], { axis: [-1] });
}

function cellCenter({ from, to }: Axis, cell: number, cells: number): number {
  return from + (to - from) * ((cell + 0.5) / cells);
}
