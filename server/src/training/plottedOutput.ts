/** An output that is plotted over its inputs: its name, the axes, the samples, and its evaluation at made-up points. */

import * as l10n from '@vscode/l10n';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { sizeOf } from '../engine/ir/shape.ts';
import { toFloat64 } from '../engine/ir/tensor.ts';
import { sigmoid } from '../engine/operators/elementwise/activations.ts';
import type { SurfaceJob } from '../engine/training/session/surfaceEvaluator.ts';
import { type DataInput, type Model, nodeAt, sampleCountOf } from '../language/lowering/model.ts';
import { isDefinition, labelOf } from '../language/syntax/ast.ts';
import { truncate } from '../language/text/truncate.ts';
import { allSamplesOf } from '../snapshot/sample/allSamples.ts';
import type { TrainableModel } from '../snapshot/training/batchModels.ts';
import type { TrainableSnapshot } from '../snapshot/training/trainable.ts';
import { evaluationProgram } from './batchPrograms.ts';
import type { LabeledOutput } from './labeledOutputs.ts';

/** An output to plot, in a model whose samples are some points of the plot. */
export interface PlottedOutput {
  readonly pointModel: TrainableModel;
  readonly plotted: LabeledOutput;
}

export interface Axis {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export interface Coordinate {
  readonly name: string;
  readonly values: readonly number[];
}

/** The points that are evaluated together; twice as many if the model has as many samples. */
export const pointsPerRun = 48;

/** The distance that an axis extends beyond the samples, as a fraction of their extent. */
const margin = 0.1;
/** The ends of an axis, whose length is finite too. */
const maxEnd = Number.MAX_VALUE / 4;
/** More samples are thinned out evenly. */
const maxPoints = 1000;

/** The count of numbers that a node has for each point. */
export function widthOf(pointModel: Model, node: NodeId): number {
  const shape = pointModel.program.shape(node);
  const points = sampleCountOf(pointModel);
  return shape[0] === points ? sizeOf(shape) / points : Number.NaN;
}

export function inputCount(pointModel: Model, inputs: readonly DataInput[]): number {
  return inputs.reduce((count, { node }) => count + widthOf(pointModel, node), 0);
}

/** Each column of the inputs, over all samples. */
export function coordinatesOf(snapshot: TrainableSnapshot, inputs: readonly DataInput[]): readonly Coordinate[] {
  const { model, elementsAt } = allSamplesOf(snapshot);
  const samples = sampleCountOf(model);
  return inputs.flatMap(({ name }) => {
    const { node, columns: fileColumns } = dataNamed(model, name);
    const elements = elementsAt(node);
    const width = elements.length / samples;
    return Array.from({ length: width }, (_, column) => ({
      name: fileColumns?.[column]?.name ?? (width === 1 ? name : `${name}[:, ${column}]`),
      values: Array.from({ length: samples }, (_, sample) => elements[sample * width + column]),
    }));
  });
}

/** The labels of all samples. */
export function labelsOf(snapshot: TrainableSnapshot, { label }: LabeledOutput): Float64Array {
  const { model, elementsAt } = allSamplesOf(snapshot);
  return toFloat64(elementsAt(dataNamed(model, label.name).node));
}

export function dataNamed({ data }: Model, name: string): DataInput {
  return data.find((candidate) => candidate.name === name)!;
}

export function axisOf({ name, values }: Coordinate): Axis {
  const finite = values.filter(Number.isFinite);
  const [min, max] = finite.reduce(
    ([low, high], x) => [Math.min(low, x), Math.max(high, x)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (max < min) return { name, from: 0, to: 1 };
  const padding = max > min ? margin * max - margin * min : Math.max(1, margin * Math.abs(max));
  return { name, from: Math.max(-maxEnd, min - padding), to: Math.min(maxEnd, max + padding) };
}

/** The names of classes, or their indices where the labels have no names. @param labels undefined if they are computed. */
export function classNamesOf(labels: DataInput | undefined, count: number): readonly string[] {
  const names = labels?.columns?.[0]?.classes;
  return Array.from({ length: count }, (_, index) => names?.[index] ?? String(index));
}

/** The samples to draw whose numbers are finite. */
export function drawnPoints<Point extends object>(
  sampleCount: number,
  pointAt: (sample: number) => Point,
): readonly Point[] {
  const stride = Math.ceil(sampleCount / maxPoints);
  return Array.from({ length: Math.ceil(sampleCount / stride) }, (_, i) => pointAt(i * stride)).filter((point) =>
    Object.values(point).every((value) => typeof value !== 'number' || Number.isFinite(value)),
  );
}

/**
 * The evaluation of an output at made-up points.
 * @param coordinates of a point, for each column of the inputs.
 * @param appendRoot appends what is plotted instead of the output.
 */
export function jobAtPoints(
  { model }: TrainableSnapshot,
  { pointModel, plotted }: PlottedOutput,
  pointCount: number,
  coordinates: readonly ((point: number) => number)[],
  appendRoot?: (program: Program, root: NodeId) => NodeId,
): SurfaceJob {
  const sampleCount = sampleCountOf(pointModel);
  const outputs = { root: plotted.output, ...(appendRoot && { appendRoot }) };
  const remaining = [...coordinates];
  return {
    program: evaluationProgram(model, model.data, pointModel, sampleCount, outputs),
    runs: pointCount / sampleCount,
    data: model.data.map(({ name }) => {
      const input = plotted.inputs.find((candidate) => candidate.name === name);
      // The output does not depend on it.
      if (input === undefined) return new Float64Array(0);
      const columns = remaining.splice(0, widthOf(pointModel, input.node));
      return Float64Array.from({ length: columns.length * pointCount }, (_, i) =>
        columns[i % columns.length](Math.floor(i / columns.length)),
      );
    }),
  };
}

/** The threshold between two classes; undefined if the output has none. That of a sigmoid is a probability, whichever loss it has. */
export function boundaryOf({ pointModel: { program }, plotted: { node, output } }: PlottedOutput): number | undefined {
  const isProbability = program.operator(output) === sigmoid;
  return program.operator(node).decisionThreshold ?? (isProbability ? 0.5 : undefined);
}

/** The name or source text of an output. */
export function nameOf(
  { tree, text }: TrainableSnapshot,
  { statementNodes, expressionNodes }: Model,
  node: NodeId,
): string {
  const statement = tree.statements.find(({ id }) => nodeAt(statementNodes, id) === node);
  if (statement && isDefinition(statement)) return labelOf(statement);
  const index = expressionNodes.lastIndexOf(node);
  if (index < 0) return l10n.t('the output');
  const { start, end } = tree.expressionAt(index).range;
  return truncate(text.slice(start, end));
}
