/** Gradient checking: compares the gradients of the backward pass with finite differences. */

import { type NodeId, Program } from '../ir/program.ts';
import { sizeOf } from '../ir/shape.ts';
import { elementsOf } from '../ir/values.ts';
import { Execution } from '../runtime/execution.ts';
import { estimateSlope, isKink, type SlopeEstimate } from './finiteDifferences.ts';

export interface CheckedLeaf {
  readonly node: NodeId;
  /** The node of its gradient; undefined if none flows, so it is 0. */
  readonly adjoint: NodeId | undefined;
}

export interface LeafReport {
  readonly node: NodeId;
  /** The number of elements, and how many were checked: all, or an even sample. */
  readonly size: number;
  readonly checked: number;
  readonly isWithinTolerance: boolean;
  /** The element that exceeds its tolerance the most, kinks aside; undefined if there is none. */
  readonly worst: ElementReport | undefined;
  /** Elements at which the root has no derivative to compare with. */
  readonly kinks: readonly ElementReport[];
}

export interface ElementReport {
  /** Row-major index in the leaf. */
  readonly index: number;
  readonly analytic: number;
  readonly numeric: number;
  /** |analytic − numeric|, and how much of it the differences can't rule out. */
  readonly error: number;
  readonly allowed: number;
  /** The error relative to the larger side, or to the smallest slope that rounding leaves visible. */
  readonly relative: number;
  readonly verdict: 'agrees' | 'kink' | 'wrong';
}

export interface CheckOptions {
  /** Approximate number of evaluations of the root; each leaf has at least one element checked. */
  readonly evaluations?: number;
  /** Seed for sampling the elements of large leaves. */
  readonly seed?: number;
}

/** Relative to the larger of both sides. Smooth functions agree to about 1e-10. */
const tolerance = 1e-7;

/** The disagreement of the differences, relative to the gradient, up to which they are conclusive. */
const maxUncertainty = 1e-4;

/** The share of evaluations for the first estimate of each element; the rest retries those that disagree. */
const firstPassShare = 0.8;
const evaluationsPerEstimate = 4;

/** Yields after each evaluation, so that the caller may stop. The root is a scalar. */
export function* checkGradients(
  program: Program,
  root: NodeId,
  leaves: readonly CheckedLeaf[],
  { evaluations = 2_000, seed = 1 }: CheckOptions = {},
): Generator<undefined, LeafReport[]> {
  const values = yield* new Execution(program).runInSlices();
  const [center] = elementsOf(program, values, root);
  const sizes = leaves.map(({ node }) => sizeOf(program.shape(node)));
  const sampleCounts = allocateSamples(sizes, Math.floor((evaluations * firstPassShare) / evaluationsPerEstimate));
  const plannedSamples = sampleCounts.reduce((sum, count) => sum + count, 0);
  const check = new GradientChecker(
    program,
    root,
    center,
    Math.floor(evaluations / evaluationsPerEstimate) - plannedSamples,
  );
  const random = mulberry32(seed);
  const reports: LeafReport[] = [];
  for (const [leafIndex, { node, adjoint }] of leaves.entries()) {
    const start = elementsOf(program, values, node).slice();
    const gradient = adjoint === undefined ? start.map(() => 0) : elementsOf(program, values, adjoint);
    const elements: ElementReport[] = [];
    for (const index of sampleIndices(sizes[leafIndex], sampleCounts[leafIndex], random)) {
      elements.push(yield* check.element(node, start, index, gradient[index]));
    }
    reports.push(reportOf(node, sizes[leafIndex], elements));
  }
  return reports;
}

function reportOf(node: NodeId, size: number, elements: readonly ElementReport[]): LeafReport {
  const kinks = elements.filter(({ verdict }) => verdict === 'kink');
  let worst: ElementReport | undefined;
  for (const element of elements) {
    if (element.verdict !== 'kink' && (worst === undefined || excessOf(element) > excessOf(worst))) worst = element;
  }
  return { node, size, checked: elements.length, isWithinTolerance: worst?.verdict !== 'wrong', worst, kinks };
}

/** NaN exceeds every tolerance. */
function excessOf({ error, allowed, verdict }: ElementReport): number {
  const excess = error === 0 ? 0 : error / allowed;
  return verdict === 'wrong' && Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess;
}

class GradientChecker {
  /** The program up to its root: finite differences need no backward pass. */
  readonly #forwardProgram: Program;
  readonly #execution: Execution;
  readonly #root: NodeId;
  /** The value of the root at the unchanged leaves. */
  readonly #center: number;
  #retries: number;

  constructor(program: Program, root: NodeId, center: number, retries: number) {
    this.#forwardProgram = prefixOf(program, root + 1);
    this.#execution = new Execution(this.#forwardProgram);
    this.#root = root;
    this.#center = center;
    this.#retries = retries;
  }

  *element(leaf: NodeId, start: Float64Array, index: number, analytic: number): Generator<undefined, ElementReport> {
    const rootAt = (x: number) => this.#rootWith(leaf, start.with(index, x));
    const estimates: Estimate[] = [];
    for (const step of stepsAt(start[index])) {
      if (estimates.length > 0 && this.#retries-- <= 0) break;
      const slopes = yield* estimateSlope(rootAt, start[index], this.#center, step);
      const estimate = { step, slopes, ...compare(analytic, slopes) };
      if (estimates.length > 0 && !isConclusive(estimate, estimates[0])) continue;
      if (agrees(estimate)) return elementReport(index, analytic, estimate, 'agrees');
      estimates.push(estimate);
    }
    const smallestStep = estimates.reduce((a, b) => (b.step < a.step ? b : a));
    const mostCertain = estimates.reduce((a, b) => (isMoreCertain(b.slopes, a.slopes) ? b : a));
    const isAtKink = Number.isFinite(analytic) && isKink(smallestStep.slopes, analytic);
    return isAtKink
      ? elementReport(index, analytic, smallestStep, 'kink')
      : elementReport(index, analytic, mostCertain, 'wrong');
  }

  *#rootWith(leaf: NodeId, value: Float64Array): Generator<undefined, number> {
    const values = yield* this.#execution.runInSlices(new Map([[leaf, value]]));
    yield undefined;
    return elementsOf(this.#forwardProgram, values, this.#root)[0];
  }
}

/** The estimate for one step size. */
interface Estimate {
  readonly step: number;
  readonly slopes: SlopeEstimate;
  readonly error: number;
  readonly allowed: number;
  readonly relative: number;
  /** True if rounding affects the slope by less than the tolerance. */
  readonly isPrecise: boolean;
}

function elementReport(
  index: number,
  analytic: number,
  { slopes: { slope: numeric }, error, allowed, relative }: Estimate,
  verdict: ElementReport['verdict'],
): ElementReport {
  return { index, analytic, numeric, error, allowed, relative, verdict };
}

/**
 * Step sizes: the best one for a smooth function first, then smaller ones for kinks and poles nearby, then larger ones
 * against rounding.
 */
function stepsAt(x: number): number[] {
  const step = stepFor(Math.max(1, Math.abs(x)));
  const proportionalSteps = x === 0 ? [] : [stepFor(Math.abs(x))];
  return [step, step * 2 ** -7, step * 2 ** -14, ...proportionalSteps, step * 2 ** 6, step * 2 ** 12];
}

/** A power of two, so that adding it to x is exact. */
function stepFor(size: number): number {
  return 2 ** Math.round(Math.log2(Math.cbrt(Number.EPSILON) * size));
}

function compare(
  analytic: number,
  slopes: SlopeEstimate,
): Pick<Estimate, 'error' | 'allowed' | 'relative' | 'isPrecise'> {
  const size = Math.max(Math.abs(analytic), Math.abs(slopes.slope));
  const uncertainty = Math.max(slopes.noise, Math.min(2 * slopes.uncertainty, maxUncertainty * size));
  const error = Math.abs(analytic - slopes.slope);
  return {
    error,
    allowed: tolerance * size + uncertainty,
    relative: error === 0 ? 0 : error / Math.max(size, slopes.noise / tolerance),
    isPrecise: slopes.noise <= tolerance * size,
  };
}

/** Infinities never agree: a slope is a finite number. */
function agrees({ error, allowed }: Estimate): boolean {
  return error <= allowed && Number.isFinite(allowed);
}

function isMoreCertain(a: SlopeEstimate, b: SlopeEstimate): boolean {
  return a.uncertainty < b.uncertainty || Number.isNaN(b.uncertainty);
}

/** True if an estimate is as conclusive as the first one; smaller steps lose more to rounding. */
function isConclusive({ slopes, isPrecise }: Estimate, first: Estimate): boolean {
  return isPrecise || slopes.noise <= first.slopes.noise;
}

function prefixOf(program: Program, length: number): Program {
  const prefix = new Program();
  for (let node = 0; node < length; node++) {
    prefix.add(program.operator(node), program.operands(node), program.attributes(node));
  }
  return prefix;
}

/** The number of elements of each leaf to check; the capacity that small leaves leave over goes to the large ones. */
function allocateSamples(sizes: readonly number[], capacity: number): number[] {
  const sampleCounts = new Array<number>(sizes.length);
  const leavesBySize = [...sizes.keys()].sort((a, b) => sizes[a] - sizes[b]);
  let remaining = capacity;
  leavesBySize.forEach((leaf, rank) => {
    const fairShare = Math.max(1, Math.floor(remaining / (sizes.length - rank)));
    sampleCounts[leaf] = Math.min(sizes[leaf], fairShare);
    remaining -= sampleCounts[leaf];
  });
  return sampleCounts;
}

/** All elements, or one from each of `count` equal ranges. */
function sampleIndices(size: number, count: number, random: () => number): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (count === size) return i;
    const [start, end] = [i, i + 1].map((boundary) => Math.floor((boundary * size) / count));
    return start + Math.floor(random() * (end - start));
  });
}

/** Random numbers in [0, 1), reproducible by seed: Mulberry32 by Tommy Ettinger. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
