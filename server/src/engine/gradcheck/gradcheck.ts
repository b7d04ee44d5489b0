/** Gradient checking: compares the gradients of the backward pass with finite differences. */

import { constant } from '../ir/constant.ts';
import { type NodeId, Program } from '../ir/program.ts';
import { sizeOf } from '../ir/shape.ts';
import { elementsOf, type Values } from '../ir/values.ts';
import { detach } from '../operators/identities.ts';
import { Execution } from '../runtime/execution.ts';
import { allocateSamples, mulberry32, randomSigns, sampleIndices } from './sampling.ts';
import { checkSlope, evaluationsPerEstimate, type Retries, type SlopeReport } from './slopeCheck.ts';

export interface CheckedLeaf {
  readonly node: NodeId;
  /** The node of its gradient; undefined if none flows, so it is 0. */
  readonly adjoint: NodeId | undefined;
}

export interface LeafReport {
  readonly node: NodeId;
  /**
   * The number of elements, and how many were checked by themselves: all, or an even sample and those that random
   * directions over all elements led to.
   */
  readonly size: number;
  readonly checked: number;
  readonly isWithinTolerance: boolean;
  /** The element that exceeds its tolerance the most, kinks and jumps aside; undefined if there is none. */
  readonly worst: ElementReport | undefined;
  /** Elements at which the root has no derivative to compare with, since its slope or the root itself is not continuous. */
  readonly kinks: readonly ElementReport[];
  readonly jumps: readonly ElementReport[];
}

export interface ElementReport extends SlopeReport {
  /** Row-major index in the leaf. */
  readonly index: number;
}

export interface CheckOptions {
  /** Approximate number of evaluations of the root; each leaf has at least one element checked. */
  readonly evaluations?: number;
  /** Seed for sampling the elements of large leaves. */
  readonly seed?: number;
}

/** The share of evaluations for the first estimate of each element; the rest retries those that disagree. */
const firstPassShare = 0.8;

/** Random directions for each leaf of which only a sample of elements is checked. */
const directions = 2;

/** Smaller steps than the first, for kinks nearby: many elements that move together pass more of them. */
const retriesPerDirection = 2;

/**
 * Checks the gradient of each leaf. Values inside `detach` and draws are held constant, as the backward pass treats them. Yields
 * after each evaluation, so that the caller may stop. The root is a scalar.
 */
export function* checkGradients(
  program: Program,
  root: NodeId,
  leaves: readonly CheckedLeaf[],
  { evaluations = 2_000, seed = 1 }: CheckOptions = {},
): Generator<undefined, LeafReport[]> {
  const values = yield* new Execution(program).runInSlices();
  const sizes = leaves.map(({ node }) => sizeOf(program.shape(node)));
  const sampleCounts = allocateSamples(sizes, Math.floor((evaluations * firstPassShare) / evaluationsPerEstimate));
  const plannedSamples = sampleCounts.reduce((sum, count) => sum + count, 0);
  const retries = { left: Math.floor(evaluations / evaluationsPerEstimate) - plannedSamples };
  const check = new GradientChecker(program, root, values, retries);
  const random = mulberry32(seed);
  const reports: LeafReport[] = [];
  for (const [leafIndex, { node, adjoint }] of leaves.entries()) {
    const start = elementsOf(program, values, node).slice();
    const gradient = adjoint === undefined ? start.map(() => 0) : elementsOf(program, values, adjoint);
    const leaf = { node, start, gradient };
    const indices = new Set(sampleIndices(sizes[leafIndex], sampleCounts[leafIndex], random));
    if (indices.size < start.length) {
      for (let direction = 0; direction < directions; direction++) {
        const suspect = yield* check.findSuspect(leaf, randomSigns(start.length, random));
        if (suspect !== undefined) indices.add(suspect);
      }
    }
    const elements: ElementReport[] = [];
    for (const index of indices) elements.push(yield* check.element(leaf, index));
    reports.push(reportOf(node, sizes[leafIndex], elements));
  }
  return reports;
}

function reportOf(node: NodeId, size: number, elements: readonly ElementReport[]): LeafReport {
  const [kinks, jumps] = (['kink', 'jump'] as const).map((kind) => elements.filter(({ verdict }) => verdict === kind));
  let worst: ElementReport | undefined;
  for (const element of elements) {
    const isComparable = element.verdict === 'agrees' || element.verdict === 'wrong';
    if (isComparable && (worst === undefined || excessOf(element) > excessOf(worst))) worst = element;
  }
  return { node, size, checked: elements.length, isWithinTolerance: worst?.verdict !== 'wrong', worst, kinks, jumps };
}

/** NaN exceeds every tolerance. */
function excessOf({ error, allowed, verdict }: ElementReport): number {
  const excess = error === 0 ? 0 : error / allowed;
  return verdict === 'wrong' && Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess;
}

interface Leaf {
  readonly node: NodeId;
  readonly start: Float64Array;
  readonly gradient: Float64Array;
}

class GradientChecker {
  /** The program up to its root: finite differences need no backward pass. */
  readonly #forwardProgram: Program;
  readonly #execution: Execution;
  readonly #root: NodeId;
  /** The value of the root at the unchanged leaves. */
  readonly #center: number;
  readonly #retries: Retries;

  constructor(program: Program, root: NodeId, values: Values, retries: Retries) {
    this.#forwardProgram = forwardProgramOf(program, root, values);
    this.#execution = new Execution(this.#forwardProgram);
    this.#root = root;
    [this.#center] = elementsOf(program, values, root);
    this.#retries = retries;
  }

  *element(leaf: Leaf, index: number): Generator<undefined, ElementReport> {
    const x = leaf.start[index];
    const at = (value: number) => this.#rootWith(leaf.node, leaf.start.with(index, value));
    const report = yield* checkSlope({ at, x, center: this.#center }, leaf.gradient[index], this.#retries);
    return { index, ...report };
  }

  /**
   * An element whose gradient may be wrong, if the derivative in a direction over all elements is: halves the elements
   * that are moved until one is left.
   */
  *findSuspect(leaf: Leaf, signs: Float64Array): Generator<undefined, number | undefined> {
    let [start, end] = [0, signs.length];
    if (!(yield* this.#isWrongAlong(leaf, signs, start, end))) return undefined;
    while (end - start > 1) {
      const middle = (start + end) >> 1;
      if (yield* this.#isWrongAlong(leaf, signs, start, middle)) end = middle;
      else start = middle;
    }
    return start;
  }

  /** True if the derivative is wrong when the elements from one index to another move together. */
  *#isWrongAlong(
    { node, start, gradient }: Leaf,
    signs: Float64Array,
    from: number,
    to: number,
  ): Generator<undefined, boolean> {
    const at = (distance: number) => {
      const moved = start.slice();
      for (let index = from; index < to; index++) moved[index] += distance * signs[index];
      return this.#rootWith(node, moved);
    };
    let derivative = 0;
    for (let index = from; index < to; index++) derivative += gradient[index] * signs[index];
    const retries = { left: retriesPerDirection };
    const { verdict } = yield* checkSlope({ at, x: 0, center: this.#center }, derivative, retries);
    return verdict === 'wrong';
  }

  *#rootWith(leaf: NodeId, value: Float64Array): Generator<undefined, number> {
    const values = yield* this.#execution.runInSlices(new Map([[leaf, value]]));
    yield undefined;
    return elementsOf(this.#forwardProgram, values, this.#root)[0];
  }
}

/** The program up to its root, with the values inside `detach` and the draws as constants. */
function forwardProgramOf(program: Program, root: NodeId, values: Values): Program {
  const forward = new Program();
  for (let node = 0; node <= root; node++) {
    const operator = program.operator(node);
    if (operator === detach || operator.distribution !== undefined) {
      const detached = { shape: program.shape(node), values: elementsOf(program, values, node).slice() };
      forward.add(constant, [], detached);
    } else forward.add(operator, program.operands(node), program.attributes(node));
  }
  return forward;
}
