/**
 * Lowering of a model that is evaluated on the first of its samples if all are too expensive. A sample is lowered as a mini-batch
 * is: consts keep their values over all samples, and data has the first rows.
 */

import type { Samples } from '../../data/samples.ts';
import { shapesEqual } from '../../engine/ir/shape.ts';
import { type Tensor, toFloat64 } from '../../engine/ir/tensor.ts';
import type { LoweringContext } from '../../language/lowering/context.ts';
import type { PreviousModel } from '../../language/lowering/incrementalLowering.ts';
import { type LoweringResult, lower } from '../../language/lowering/lower.ts';
import { fullModelOf, type Model } from '../../language/lowering/model.ts';
import { setsBatch } from '../../language/lowering/statements/trainingPlan.ts';
import type { Module } from '../../language/names/modules/module.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';
import { constNodesOf, inputValuesOf } from './inputValues.ts';
import { sampleSizeFor } from './sampleSize.ts';

/** Like `lower`. Only a model that is trained on mini-batches can be evaluated on a sample. */
export function lowerWithSample(module: Module, context: LoweringContext, previous?: PreviousModel): LoweringResult {
  const previousFull = previous && { module: previous.module, model: fullModelOf(previous.model) };
  if (setsBatch(module.tree, module.text)) {
    const large = lowerLarge(module, context, previous, previousFull);
    return large.model.fitsMemory ? large : lower(module, context, previousFull);
  }
  const result = lower(module, context, previousFull);
  const mayNeedBatch = result.problems.some(isTooLarge) && module.tree.statementTable.indicesOfKind('data').length > 0;
  const needsBatch = mayNeedBatch && lowerLarge(module, context).model.sample !== undefined;
  return needsBatch ? withBatchAdvice(result) : result;
}

/** The model over a sample, or over all samples if none is needed or if it fits none. */
function lowerLarge(
  module: Module,
  context: LoweringContext,
  previous?: PreviousModel,
  previousFull?: PreviousModel,
): LoweringResult {
  const full = lower(module, { ...context, hasInputsOnly: true }, previousFull);
  const count = sampleSizeFor(full.model, context.isLive ?? false);
  const model = count === undefined ? undefined : lowerSample(module, context, full, count, previous);
  return model ? { model, problems: full.problems } : full;
}

/** Undefined if the model does not fit a part of its samples. */
function lowerSample(
  module: Module,
  context: LoweringContext,
  { model: fullModel, problems }: LoweringResult,
  count: number,
  previous: PreviousModel | undefined,
): Model | undefined {
  const { tree } = module;
  const { data } = fullModel;
  if (data.length < tree.statementTable.indicesOfKind('data').length) return undefined;
  const constNodes = constNodesOf(tree, fullModel);
  const nodes = [...constNodes.values(), ...data.map(({ node }) => node)];
  const inputs = inputValuesOf(fullModel, nodes, previous && fullModelOf(previous.model));
  if (inputs === undefined) return undefined;
  const consts = new Map<string, Tensor>([...constNodes].map(([path, node]) => [path, tensorOf(inputs.get(node)!)]));
  const allData = new Map(
    data.map(({ name, node, columns }) => [name, { ...inputs.get(node)!, ...(columns && { columns }) }]),
  );
  const lowered = lower(module, { ...context, sampleCount: count, consts, allData, isSample: true }, previous);
  const { model } = lowered;
  const fits = model.fitsMemory && errorCount(lowered.problems) <= errorCount(problems);
  if (!fits || !haveSameShapes(model, fullModel)) return undefined;
  const { trainingSampleStatistics } = fullModel;
  return {
    ...model,
    ...(trainingSampleStatistics && { trainingSampleStatistics }),
    sample: { count, fullModel, inputs },
  };
}

/** Suggests mini-batches. */
function withBatchAdvice({ model, problems }: LoweringResult): LoweringResult {
  return {
    model,
    problems: problems.map((found) =>
      isTooLarge(found) ? problem('too-many-elements', found, found.details[0] as number, true) : found,
    ),
  };
}

function isTooLarge({ code, isInCall = false }: Problem): boolean {
  return code === 'too-many-elements' && !isInCall;
}

function tensorOf({ shape, values }: Samples): Tensor {
  return { shape, values: toFloat64(values) };
}

function errorCount(problems: readonly Problem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

/** True if neither params nor single samples have another shape, because the number of samples is in it. */
function haveSameShapes(model: Model, full: Model): boolean {
  const dataNodes = new Map(model.data.map(({ name, node }) => [name, node]));
  return (
    model.params.length === full.params.length &&
    model.params.every(({ node }, i) =>
      shapesEqual(model.program.shape(node), full.program.shape(full.params[i].node)),
    ) &&
    full.data.every(({ name, node }) => {
      const [[, ...sampleShape], [, ...fullShape]] = [
        model.program.shape(dataNodes.get(name)!),
        full.program.shape(node),
      ];
      return shapesEqual(sampleShape, fullShape);
    })
  );
}
