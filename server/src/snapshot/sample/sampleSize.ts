/** The number of samples on which a model is evaluated: an estimate from its program, so that all machines show the same. */

import { constant } from '../../engine/ir/constant.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { sizeOf } from '../../engine/ir/shape.ts';
import { leaf } from '../../engine/operators/identities.ts';
import { type Model, sampleCountOf } from '../../language/lowering/model.ts';
import { limits } from '../../language/modelLimits.ts';

/** The cost of a key up to which an editor evaluates all samples: about 25 ms of computing and summing up. */
const maxLiveCost = 1 << 22;
/** The part of a budget that samples may take at least, however much is spent on what has no samples, such as params. */
const minSampleShare = 0.25;
/** The multiplications of a product that take as long as an element of another operator. */
const multiplicationsPerElement = 16;
/** A backward pass costs about twice as much as its forward pass. It may be missing while the loss is being typed. */
const passes = 3;
/** One sample would broadcast to any shape. */
const minCount = 2;

/**
 * The number of samples, a power of two, so that a key rarely changes it. Undefined if all samples are evaluated.
 * @param isLive true to bound the cost of a key, false to bound memory alone.
 */
export function sampleSizeFor(model: Model, isLive: boolean): number | undefined {
  const samples = sampleCountOf(model);
  const share = Math.min(model.fitsMemory ? 1 : memoryShare(model), isLive ? liveShare(model) : 1);
  const count = Math.max(minCount, 2 ** (31 - Math.clz32(Math.floor(samples * share) || 1)));
  return share < 1 && count < samples ? count : undefined;
}

/** The share of the samples whose values and gradients fit into memory, beside all data. */
function memoryShare(model: Model): number {
  const { program, data } = model;
  const dataElements = data.reduce((total, { node }) => total + sizeOf(program.shape(node)), 0);
  const budget = Math.max(0, limits.elements - dataElements / 2);
  return shareOf(model, program.length, budget, (node) => sizeOf(program.shape(node)));
}

function liveShare(model: Model): number {
  return shareOf(model, model.firstNodes.at(-1)!, maxLiveCost, (node) => passes * costOf(model.program, node));
}

/** The share of the samples for which the nodes before `end` cost as much as a budget. */
function shareOf({ program, data }: Model, end: NodeId, budget: number, costAt: (node: NodeId) => number): number {
  const hasSamples = new Uint8Array(end);
  for (const { node } of data) for (const input of [node, program.operand(node, 0)]) hasSamples[input] = 1;
  let fixedCost = 0;
  let sampleCost = 0;
  for (let node = 0; node < end; node++) {
    for (let i = 0; i < program.arity(node); i++) hasSamples[node] |= hasSamples[program.operand(node, i)];
    if (hasSamples[node] === 1) sampleCost += costAt(node);
    else fixedCost += costAt(node);
  }
  return Math.max(budget - fixedCost, minSampleShare * budget) / sampleCost;
}

/** In elements. */
function costOf(program: Program, node: NodeId): number {
  const operator = program.operator(node);
  if (operator === constant || operator === leaf) return 0;
  const shape = program.shape(node);
  const multiplications =
    operator.kind === 'tensor' && operator.multiplications
      ? operator.multiplications(
          program.operands(node).map((operand) => program.shape(operand)),
          shape,
        )
      : 0;
  return sizeOf(shape) + multiplications / multiplicationsPerElement;
}
