/** Gradients on their way: how what flows back to a node adds up, one return after another. */

import { type Quantity, quantityOf } from '../../display/quantity.ts';
import { adjointOf, type Gradient } from '../../engine/differentiate.ts';
import type { NodeId } from '../../engine/program.ts';
import type { Leaves } from '../../explain/leaves.ts';
import type { Return } from './returns.ts';

export interface Grown {
  /** What this return adds. */
  readonly part: Quantity;
  /** The sum before it; absent for the first one. */
  readonly before?: Quantity;
  readonly sum: Quantity;
  /** Which one it is of how many, from 1. */
  readonly number: number;
  readonly count: number;
}

interface Sum {
  readonly number: number;
  readonly elements: Float64Array;
}

export class GrowingGradients {
  readonly #leaves: Leaves;
  readonly #gradient: Gradient;
  /** How many returns each node gets. */
  readonly #counts = new Map<NodeId, number>();
  readonly #sums = new Map<NodeId, Sum>();

  constructor(leaves: Leaves, gradient: Gradient, returns: readonly Return[]) {
    this.#leaves = leaves;
    this.#gradient = gradient;
    for (const { node } of returns) this.#counts.set(node, (this.#counts.get(node) ?? 0) + 1);
  }

  /** Takes the next return. The last sum is what the engine made of them, to the bit. */
  add({ node, flows }: Return): Grown {
    const quantity = (elements: Float64Array): Quantity => quantityOf(elements, this.#leaves.program.shape(node));
    const part = this.#added(flows.map((flow) => this.#leaves.elements(flow)));
    const last = this.#sums.get(node);
    const number = (last?.number ?? 0) + 1;
    const count = this.#counts.get(node) ?? number;
    const adjoint = number === count ? adjointOf(this.#gradient, node) : undefined;
    const sum =
      adjoint === undefined ? this.#added(last ? [last.elements, part] : [part]) : this.#leaves.elements(adjoint);
    this.#sums.set(node, { number, elements: sum });
    return {
      part: quantity(part),
      ...(last && { before: quantity(last.elements) }),
      sum: quantity(sum),
      number,
      count,
    };
  }

  #added([first, ...others]: readonly Float64Array[]): Float64Array {
    if (others.length === 0) return first;
    const sum = first.slice();
    for (const other of others) for (let i = 0; i < sum.length; i++) sum[i] += other[i];
    return sum;
  }
}
