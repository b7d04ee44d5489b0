/** Gradients on their way: how what flows back to a node adds up, one return after another. */

import { type Quantity, quantityOf } from '../../display/quantity.ts';
import { adjointOf, type Gradient } from '../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import type { Leaves } from '../../explain/leaves.ts';
import type { Return } from './gradientFlow.ts';

export interface Grown {
  /** What this return adds. */
  readonly part: Quantity;
  /** The sum before it; absent for the first one. */
  readonly before?: Quantity;
  /** What comes to a result of a folded group inside of that, with the last one; absent where nothing does. */
  readonly inside?: Quantity;
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
  /** What flows back to a node inside of the folded group that it is a result of. */
  readonly #inside: ReadonlyMap<NodeId, readonly NodeId[]>;

  constructor(leaves: Leaves, gradient: Gradient, returns: readonly Return[]) {
    this.#leaves = leaves;
    this.#gradient = gradient;
    for (const { node } of returns) this.#counts.set(node, (this.#counts.get(node) ?? 0) + 1);
    this.#inside = this.#hiddenFrom(returns);
  }

  #hiddenFrom(returns: readonly Return[]): ReadonlyMap<NodeId, readonly NodeId[]> {
    const { program } = this.#leaves;
    const { root, contributions } = this.#gradient;
    const seen = new Uint8Array(contributions.length);
    for (const { uses } of returns) {
      for (const { consumer, position } of uses) seen[program.operandStart(consumer) + position] = 1;
    }
    const hidden = new Map<NodeId, NodeId[]>();
    // In the order in which the engine adds them up.
    for (let consumer = root; consumer >= 0; consumer--) {
      const start = program.operandStart(consumer);
      for (let position = 0; position < program.arity(consumer); position++) {
        const flow = contributions[start + position];
        const node = program.operand(consumer, position);
        if (flow < 0 || seen[start + position] === 1 || !this.#counts.has(node)) continue;
        const known = hidden.get(node);
        if (known) known.push(flow);
        else hidden.set(node, [flow]);
      }
    }
    return hidden;
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
    const inside = number === count ? this.#inside.get(node) : undefined;
    this.#sums.set(node, { number, elements: sum });
    return {
      part: quantity(part),
      ...(inside && { inside: quantity(this.#added(inside.map((flow) => this.#leaves.elements(flow)))) }),
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
