/** Gradient accumulation: how the contributions to a node add up, one at a time. */

import { type Quantity, quantityOf } from '../../display/quantity.ts';
import { adjointOf, type BackwardPass } from '../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import type { FormulaTerms } from '../../explain/formulaTerms.ts';
import type { GradientFlow } from './gradientFlow.ts';

export interface AccumulatedGradient {
  /** The contribution. */
  readonly part: Quantity;
  /** The sum before this contribution; absent for the first one. */
  readonly previousSum?: Quantity;
  /**
   * The gradient from consumers inside the collapsed group that the node is an output of. Present on the last
   * contribution only.
   */
  readonly inside?: Quantity;
  readonly sum: Quantity;
  /** Number of this contribution among `count`, from 1. */
  readonly ordinal: number;
  readonly count: number;
}

interface PartialSum {
  readonly ordinal: number;
  readonly elements: Float64Array;
}

export class GradientAccumulator {
  readonly #terms: FormulaTerms;
  readonly #backwardPass: BackwardPass;
  /** The number of contributions to each node. */
  readonly #counts = new Map<NodeId, number>();
  readonly #sums = new Map<NodeId, PartialSum>();
  /** The contributions to a node from inside the collapsed group that it is an output of. */
  readonly #inside: ReadonlyMap<NodeId, readonly NodeId[]>;

  constructor(terms: FormulaTerms, backwardPass: BackwardPass, gradientFlows: readonly GradientFlow[]) {
    this.#terms = terms;
    this.#backwardPass = backwardPass;
    for (const { node } of gradientFlows) this.#counts.set(node, (this.#counts.get(node) ?? 0) + 1);
    this.#inside = this.#hiddenContributions(gradientFlows);
  }

  #hiddenContributions(gradientFlows: readonly GradientFlow[]): ReadonlyMap<NodeId, readonly NodeId[]> {
    const { program } = this.#terms;
    const { root, contributions } = this.#backwardPass;
    const seen = new Uint8Array(contributions.length);
    for (const { uses } of gradientFlows) {
      for (const { consumer, operandIndex } of uses) seen[program.operandOffset(consumer) + operandIndex] = 1;
    }
    const hiddenContributions = new Map<NodeId, NodeId[]>();
    // In the order in which the engine adds them up.
    for (let consumer = root; consumer >= 0; consumer--) {
      const start = program.operandOffset(consumer);
      for (let operandIndex = 0; operandIndex < program.arity(consumer); operandIndex++) {
        const contribution = contributions[start + operandIndex];
        const node = program.operand(consumer, operandIndex);
        if (contribution < 0 || seen[start + operandIndex] === 1 || !this.#counts.has(node)) continue;
        const existing = hiddenContributions.get(node);
        if (existing) existing.push(contribution);
        else hiddenContributions.set(node, [contribution]);
      }
    }
    return hiddenContributions;
  }

  /** Adds the next contribution. The last sum is taken from the engine, so that it is exact. */
  add({ node, contributions }: GradientFlow): AccumulatedGradient {
    const quantity = (elements: Float64Array): Quantity => quantityOf(elements, this.#terms.program.shape(node));
    const part = this.#sumOf(contributions.map((contribution) => this.#terms.elements(contribution)));
    const previous = this.#sums.get(node);
    const ordinal = (previous?.ordinal ?? 0) + 1;
    const count = this.#counts.get(node) ?? ordinal;
    const adjoint = ordinal === count ? adjointOf(this.#backwardPass, node) : undefined;
    const sum =
      adjoint === undefined
        ? this.#sumOf(previous ? [previous.elements, part] : [part])
        : this.#terms.elements(adjoint);
    const inside = ordinal === count ? this.#inside.get(node) : undefined;
    this.#sums.set(node, { ordinal, elements: sum });
    return {
      part: quantity(part),
      ...(inside && {
        inside: quantity(this.#sumOf(inside.map((contribution) => this.#terms.elements(contribution)))),
      }),
      ...(previous && { previousSum: quantity(previous.elements) }),
      sum: quantity(sum),
      ordinal,
      count,
    };
  }

  #sumOf([first, ...others]: readonly Float64Array[]): Float64Array {
    if (others.length === 0) return first;
    const sum = first.slice();
    for (const other of others) for (let i = 0; i < sum.length; i++) sum[i] += other[i];
    return sum;
  }
}
