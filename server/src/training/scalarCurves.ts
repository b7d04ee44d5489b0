/** Curves of the scalars that a file names, such as an accuracy, on the training samples and on those held out. */

import type { NodeId } from '../engine/ir/program.ts';
import { splitSamples } from '../engine/training/batches.ts';
import type { ScalarJob, ScalarSamples } from '../engine/training/session/scalarEvaluator.ts';
import { type Model, nodeAt, sampleCountOf } from '../language/lowering/model.ts';
import { isProblem } from '../language/problems/problems.ts';
import { isDefinition } from '../language/syntax/ast.ts';
import { evaluatedCount } from '../snapshot/sample/allSamples.ts';
import { modelForBatch, type TrainableModel } from '../snapshot/training/batchModels.ts';
import type { TrainableSnapshot } from '../snapshot/training/trainable.ts';
import { copyValuesOf, evaluationProgram, samplesOf } from './batchPrograms.ts';
import { dependentsOf } from './labeledOutputs.ts';

export interface ScalarCurves {
  readonly names: readonly string[];
  /** Index of the scalar that is plotted first; undefined if none is a metric. */
  readonly metric: number | undefined;
  readonly job: ScalarJob;
}

/** Their choice is a menu, and all are evaluated. */
const maxScalars = 12;

/** Names of metrics, alone or as a part: `accuracy`, `test_acc`, `f1_score`. */
const metricName = /(^|_)(acc|accuracy|auc|error_rate|f1|mae|mse|perplexity|precision|r2|recall|rmse|score)(_|$)/i;

/** Undefined if the file names no scalar that training changes, apart from the objective. */
export function scalarCurvesOf(snapshot: TrainableSnapshot): ScalarCurves | undefined {
  const scalars = scalarsOf(snapshot);
  if (scalars.length === 0) return undefined;
  const { model } = snapshot;
  const sampleCount = sampleCountOf(model);
  const split = splitSamples(sampleCount, model.trainingPlan.settings);
  const evaluated = (indices: Int32Array): Int32Array => indices.subarray(0, evaluatedCount(model, indices.length));
  const [training, heldOut] = [evaluated(split.training), evaluated(split.heldOut)];
  const trainingModel = modelForBatch(snapshot, training.length, 'evaluation');
  const heldOutModel = heldOut.length === 0 ? undefined : modelForBatch(snapshot, heldOut.length, 'evaluation');
  if (isProblem(trainingModel) || (heldOutModel && isProblem(heldOutModel))) return undefined;
  const samples = samplesOf(snapshot, heldOutModel ? [trainingModel, heldOutModel] : [trainingModel]);
  const samplesFor = (batchModel: TrainableModel, indices: Int32Array): ScalarSamples => ({
    indices,
    program: evaluationProgram(model, samples, batchModel, indices.length, {
      root: scalars.map(({ id }) => nodeAt(batchModel.statementNodes, id)!),
    }),
  });
  const metric = scalars.findIndex(({ isMetric }) => isMetric);
  return {
    names: scalars.map(({ name }) => name),
    metric: metric < 0 ? undefined : metric,
    job: {
      training: samplesFor(trainingModel, training),
      ...(heldOutModel && { heldOut: samplesFor(heldOutModel, heldOut) }),
      sampleCount,
      data: copyValuesOf(snapshot, samples),
    },
  };
}

interface Scalar {
  readonly id: number;
  readonly name: string;
  /** True if it is named like a metric, or the file expects a value of it. */
  readonly isMetric: boolean;
}

/** The metrics first if there are too many. */
function scalarsOf({ tree, model }: TrainableSnapshot): readonly Scalar[] {
  const changes = changedNodesOf(model);
  const expected = new Set(
    model.expectations.flatMap(({ statement: { left, right } }) =>
      [left, right].flatMap((side) => (side.kind === 'name' ? [side.name] : [])),
    ),
  );
  const scalars = tree.statements.filter(isDefinition).flatMap(({ id, kind, name: { name } }): readonly Scalar[] => {
    const node = nodeAt(model.statementNodes, id);
    if (node === undefined || kind === 'param' || node === model.objective.backwardPass.root) return [];
    const isScalar = model.program.shape(node).length === 0 && changes(node);
    return isScalar ? [{ id, name, isMetric: metricName.test(name) || expected.has(name) }] : [];
  });
  if (scalars.length <= maxScalars) return scalars;
  return [...scalars].sort((a, b) => Number(b.isMetric) - Number(a.isMetric)).slice(0, maxScalars);
}

function changedNodesOf({ program, params }: Model): (node: NodeId) => boolean {
  const isDependent = dependentsOf(
    program,
    params.map(({ node }) => node),
  );
  return (node) => isDependent[node] === 1;
}
