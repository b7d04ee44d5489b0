/** Diagnostics of gradients that vanish or explode on the deepest path to the objective. */

import { formatNumber } from '../../display/numbers.ts';
import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { sizeOf } from '../../engine/ir/shape.ts';
import { elementsOf, type Values } from '../../engine/ir/values.ts';
import { slicesOf } from '../../engine/runtime/slices.ts';
import { ValuesCache } from '../../engine/runtime/valuesCache.ts';
import { type Param, rangeOfParam } from '../../language/lowering/model.ts';
import { type Problem, problem } from '../../language/problems/problems.ts';
import type { Snapshot } from '../snapshot.ts';
import { deepestPath } from './layers.ts';
import { untrainedNodes } from './untrainedStatistics.ts';

/** No single learning rate suits layers whose gradients differ by more than this ratio. */
const minRatio = 1e-4;
const maxRatio = 1e4;

/** A gradient of this many times the weights: even a step of learning rate 0.01 is longer than the weights. */
const maxRelativeGradient = 200;

/** In the first layer, less is enough. The last layer alone does not count, as a model may start with a small one. */
const maxFirstRelativeGradient = 10;

/** A gradient of less than this times the weights has vanished, unless the layer is already trained. */
const minRelativeGradient = 1e-4;

/** Where no other weight could leave it behind: 200 steps of learning rate 1 move it by 1 %. */
const minLoneGradient = 5e-5;

/** A layer is trained if the objective depends on its output: by this share, if the whole output changed. */
const minInfluence = 2e-3;

const shownDigits = 2;

export function* layerGradients({ model }: Snapshot, values: Values): Generator<undefined, Problem[]> {
  const { objective, program } = model;
  const path = objective && deepestPath(model, objective.backwardPass);
  if (!objective || !path || untrainedNodes(model, objective.backwardPass.root)) return [];
  const { label, backwardPass } = objective;
  const { first, last, firstOutput, lastOutput, start } = path;
  const magnitude = (node: NodeId): Generator<undefined, number> =>
    rootMeanSquares.inSlices(values, node, () => rootMeanSquare(elementsOf(program, values, node)));
  const gradientOf = (node: NodeId): Generator<undefined, number> => magnitude(adjointOf(backwardPass, node)!);
  const gradient = yield* gradientOf(first);
  // A gradient of 0 has not vanished gradually: something stops it, such as weights initialized to 0.
  if (gradient === 0) return [];
  const paramAt = (node: NodeId): Param => model.params[model.paramNodes.indexOf(node)];
  if (last !== undefined) {
    const ratio = gradient / (yield* gradientOf(last));
    if (Number.isFinite(ratio) && (ratio < minRatio || ratio > maxRatio)) {
      const code = ratio < 1 ? 'vanishing-gradient' : 'exploding-gradient';
      const param = paramAt(first);
      const ratioText = formatNumber(ratio, shownDigits);
      return [problem(code, rangeOfParam(param), label, param.name, paramAt(last).name, ratioText)];
    }
  }
  const relativeOf = function* (node: NodeId): Generator<undefined, number> {
    return (yield* gradientOf(node)) / (yield* magnitude(node));
  };
  const relative = yield* relativeOf(first);
  if (relative > maxFirstRelativeGradient && Number.isFinite(relative)) {
    const lastRelative = last === undefined ? 0 : yield* relativeOf(last);
    const [node, largest] = last === undefined || lastRelative <= relative ? [first, relative] : [last, lastRelative];
    if (largest <= maxRelativeGradient || !Number.isFinite(largest)) return [];
    const param = paramAt(node);
    const ratioText = formatNumber(largest, shownDigits);
    return [problem('exploding-gradient', rangeOfParam(param), label, param.name, undefined, ratioText)];
  }
  const isAlone = last === undefined || last === first;
  if (relative > (isAlone ? minLoneGradient : minRelativeGradient)) return [];
  const size = sizeOf(program.shape(firstOutput));
  const influence =
    ((yield* gradientOf(firstOutput)) * (yield* magnitude(firstOutput)) * size) /
    Math.abs(elementsOf(program, values, backwardPass.root)[0]);
  // The objective may be as small as its gradient, so that it depends on the layer although the gradient has vanished.
  const isLostOnPath = (yield* gradientOf(start)) / (yield* gradientOf(lastOutput)) < minRatio;
  if ((influence > minInfluence || !Number.isFinite(influence)) && !isLostOnPath) return [];
  const param = paramAt(first);
  const ratioText = formatNumber(relative, shownDigits);
  const hasWeights = start !== first;
  return [problem('vanishing-gradient', rangeOfParam(param), label, param.name, undefined, ratioText, hasWeights)];
}

const rootMeanSquares = new ValuesCache<NodeId, number>();

/** Root mean square, scaled because the squares of small gradients underflow. */
function* rootMeanSquare(elements: Float64Array): Generator<undefined, number> {
  let maxMagnitude = 0;
  for (const { start, end } of slicesOf(elements.length)) {
    for (let i = start; i < end; i++) maxMagnitude = Math.max(maxMagnitude, Math.abs(elements[i]));
    if (end < elements.length) yield;
  }
  if (maxMagnitude === 0 || !Number.isFinite(maxMagnitude)) return maxMagnitude;
  let squares = 0;
  for (const { start, end } of slicesOf(elements.length)) {
    for (let i = start; i < end; i++) squares += (elements[i] / maxMagnitude) ** 2;
    if (end < elements.length) yield;
  }
  return maxMagnitude * Math.sqrt(squares / elements.length);
}
