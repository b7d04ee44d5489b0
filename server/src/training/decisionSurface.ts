/** The decision surface: one output of a model over the plane of its two inputs. */

import * as l10n from '@vscode/l10n';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { sizeOf } from '../engine/ir/shape.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { sigmoid } from '../engine/operators/elementwise/activations.ts';
import { crossEntropy } from '../engine/operators/losses/crossEntropy.ts';
import { argmax } from '../engine/operators/reductions/axisExtrema.ts';
import type { SurfaceJob } from '../engine/training/session/surfaceEvaluator.ts';
import { type DataInput, type Model, nodeAt } from '../language/lowering/model.ts';
import { isProblem } from '../language/problems/problems.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { isDefinition } from '../language/syntax/ast.ts';
import { truncate } from '../language/text/truncate.ts';
import { modelForPoints, sampleCountOf } from '../snapshot/training/batchModels.ts';
import type { TrainableSnapshot } from '../snapshot/training/trainable.ts';
import { batchProgram } from './batchPrograms.ts';
import { type LabeledOutput, labeledOutputsOf } from './labeledOutputs.ts';

export interface DecisionSurface {
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

interface Axis {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

const [columns, rows] = [48, 48];

const maxPoints = 1000;

/** The distance that the plane extends beyond the samples, as a fraction of their extent. */
const margin = 0.1;

export function decisionSurfaceOf(snapshot: TrainableSnapshot): DecisionSurface | Refusal {
  const { model, evaluation } = snapshot;
  if (model.data.length === 0) return { refusal: l10n.t('No decision surface: the model has no data.') };
  const samples = sampleCountOf(model);
  // Another number than that of the samples, so that a const with a row for each sample is recognized.
  const pointCount = samples === columns ? 2 * columns : columns;
  const pointModel = modelForPoints(snapshot, pointCount);
  const needsOwnSamples = {
    refusal: l10n.t('No decision surface: the model can only be evaluated on its own samples.'),
  };
  if (isProblem(pointModel)) return needsOwnSamples;
  const outputs = labeledOutputsOf(pointModel, pointModel.objective.backwardPass.root);
  const names = new Set(model.data.map(({ name }) => name));
  // A point has no row of a const.
  const isData = ({ name }: DataInput): boolean => names.has(name);
  if (!outputs.every(({ inputs, label }) => [...inputs, label].every(isData))) return needsOwnSamples;
  const [first] = outputs;
  if (first === undefined)
    return { refusal: l10n.t('No decision surface: the loss does not compare an output with labels.') };
  const plotted = outputs.find((candidate) => isPlottable(candidate, pointModel));
  if (plotted === undefined) return surfaceRefusal(snapshot, pointModel, first);
  const [x, y] = coordinatesOf(snapshot, plotted.inputs);
  const [xAxis, yAxis] = [axisOf(x), axisOf(y)];
  const { node: label, columns: labelColumns } = model.data.find(({ name }) => name === plotted.label.name)!;
  const classCount = classCountOf(plotted, pointModel);
  const classes = Array.from(
    { length: classCount ?? 0 },
    (_, index) => labelColumns?.[0]?.classes?.[index] ?? String(index),
  );
  const program = batchProgram(
    model,
    model.data,
    pointModel,
    { sampleCount: pointCount, mode: 'evaluation' },
    {
      root: plotted.output,
      ...(classCount !== undefined && { appendRoot: appendPredictedClass }),
      adjoints: [],
      runningStatistics: [],
      hyperparameters: [],
    },
  );
  return {
    x: xAxis,
    y: yAxis,
    columns,
    rows,
    output: nameOf(snapshot, pointModel, plotted.output),
    label: plotted.label.name,
    boundary: classCount === undefined ? boundaryOf(plotted, pointModel.program) : undefined,
    ...(classCount !== undefined && { classes }),
    points: pointsOf(x.values, y.values, elementsOf(model.program, evaluation.values, label)),
    job: {
      program,
      runs: (columns * rows) / pointCount,
      data: gridOf(pointModel.data.filter(isData), plotted.inputs, pointModel, xAxis, yAxis),
    },
  };
}

/** The output of a sigmoid is a probability, whichever loss it has. */
function boundaryOf({ node, output }: LabeledOutput, program: Program): number | undefined {
  const isProbability = program.operator(output) === sigmoid;
  return program.operator(node).decisionThreshold ?? (isProbability ? 0.5 : undefined);
}

function isPlottable(candidate: LabeledOutput, model: Model): boolean {
  const { output, inputs, label } = candidate;
  const isSingle = widthOf(model, output) === 1 || classCountOf(candidate, model) !== undefined;
  return isSingle && widthOf(model, label.node) === 1 && inputCount(model, inputs) === 2;
}

/** More are not told apart by color and shape. */
const maxClasses = 10;

/** Undefined unless the output has a logit for each class, and the label is the index of one. */
function classCountOf({ node, output, label }: LabeledOutput, model: Model): number | undefined {
  const { program } = model;
  if (program.operator(node) !== crossEntropy || program.shape(output).length !== 2) return undefined;
  const count = widthOf(model, output);
  return program.shape(label.node).length === 1 && count >= 2 && count <= maxClasses ? count : undefined;
}

function appendPredictedClass(program: Program, logits: NodeId): NodeId {
  return program.add(argmax, [logits], { axis: [-1] });
}

function surfaceRefusal(
  snapshot: TrainableSnapshot,
  pointModel: Model,
  { output, inputs, label }: LabeledOutput,
): Refusal {
  const name = nameOf(snapshot, pointModel, output);
  const [width, count] = [widthOf(pointModel, output), inputCount(pointModel, inputs)];
  if (width !== 1) return { refusal: l10n.t`No decision surface: ${name} is not a single number per sample.` };
  if (count === 1) return { refusal: l10n.t`No decision surface: ${name} has 1 input, and a plane needs 2.` };
  if (count !== 2) return { refusal: l10n.t`No decision surface: ${name} has ${count} inputs, and a plane needs 2.` };
  return { refusal: l10n.t`No decision surface: ${label.name} has more than one number per sample.` };
}

/** The count of numbers that a node has for each point. */
function widthOf(pointModel: Model, node: NodeId): number {
  const shape = pointModel.program.shape(node);
  const points = sampleCountOf(pointModel);
  return shape[0] === points ? sizeOf(shape) / points : Number.NaN;
}

function inputCount(pointModel: Model, data: readonly DataInput[]): number {
  return data.reduce((count, { node }) => count + widthOf(pointModel, node), 0);
}

interface Coordinate {
  readonly name: string;
  readonly values: readonly number[];
}

/** The two inputs of all samples. */
function coordinatesOf({ model, evaluation }: TrainableSnapshot, inputs: readonly DataInput[]): readonly Coordinate[] {
  const samples = sampleCountOf(model);
  return inputs.flatMap(({ name }) => {
    const { node, columns: fileColumns } = model.data.find((data) => data.name === name)!;
    const elements = elementsOf(model.program, evaluation.values, node);
    const width = elements.length / samples;
    return Array.from({ length: width }, (_, column) => ({
      name: fileColumns?.[column]?.name ?? (width === 1 ? name : `${name}[:, ${column}]`),
      values: Array.from({ length: samples }, (_, sample) => elements[sample * width + column]),
    }));
  });
}

function axisOf({ name, values }: Coordinate): Axis {
  const finite = values.filter(Number.isFinite);
  const [min, max] = finite.reduce(
    ([low, high], x) => [Math.min(low, x), Math.max(high, x)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (max < min) return { name, from: 0, to: 1 };
  const padding = max > min ? margin * (max - min) : 1;
  return { name, from: min - padding, to: max + padding };
}

/** The samples with finite coordinates, thinned out evenly to at most `maxPoints`. */
function pointsOf(x: readonly number[], y: readonly number[], labels: Float64Array): readonly Point[] {
  const stride = Math.ceil(labels.length / maxPoints);
  return Array.from({ length: Math.ceil(labels.length / stride) }, (_, i) => {
    const sample = i * stride;
    return { x: x[sample], y: y[sample], label: labels[sample] };
  }).filter((point) => Object.values(point).every(Number.isFinite));
}

/** The centers of all cells, as the data that the output depends on; other data are empty. */
function gridOf(
  data: readonly DataInput[],
  inputs: readonly DataInput[],
  pointModel: Model,
  x: Axis,
  y: Axis,
): readonly Float64Array[] {
  const cells = columns * rows;
  const coordinates = [
    (cell: number) => cellCenter(x, cell % columns, columns),
    (cell: number) => cellCenter(y, Math.floor(cell / columns), rows),
  ];
  return data.map((source) => {
    if (!inputs.includes(source)) return new Float64Array(0);
    const axes = coordinates.splice(0, widthOf(pointModel, source.node));
    return Float64Array.from({ length: axes.length * cells }, (_, i) =>
      axes[i % axes.length](Math.floor(i / axes.length)),
    );
  });
}

function cellCenter({ from, to }: Axis, cell: number, cells: number): number {
  return from + ((to - from) * (cell + 0.5)) / cells;
}

/** The name or source text of a node. */
function nameOf({ tree, text }: TrainableSnapshot, { statementNodes, expressionNodes }: Model, node: NodeId): string {
  const statement = tree.statements.find(({ id }) => nodeAt(statementNodes, id) === node);
  if (statement && isDefinition(statement)) return statement.name.name;
  const index = expressionNodes.lastIndexOf(node);
  if (index < 0) return l10n.t('the output');
  const { start, end } = tree.expressionAt(index).range;
  return truncate(text.slice(start, end));
}
