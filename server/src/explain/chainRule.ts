/** The chain rule at a node, in symbols and in numbers: what each consumer sends back, and what the node hands on to its operands. */

import type { Quantity } from '../display/quantity.ts';
import { adjointOf, contributionOf, type Gradient } from '../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { callAround, type Objective } from '../language/lowering/model.ts';
import { bindings } from '../language/syntax/precedence.ts';
import type { Evaluated } from '../snapshot/snapshot.ts';
import { Factors } from './factors.ts';
import { type Term, within } from './formula.ts';
import { type Label, type Labels, labelsOf } from './labels.ts';
import { Leaves } from './leaves.ts';
import { textOf } from './toned.ts';

/** One consumer of a node, and what flows back through it. */
export interface Contribution {
  readonly consumer: NodeId;
  /** Absent where the text has no name for the consumer: it is a part of an expression, such as the body of a call. */
  readonly label: Label | undefined;
  /** `∂L/∂f · ∂f/∂q`, `−4 · z`, `−4 · −4`: the same product, more and more in numbers; none without a label. */
  readonly steps: readonly string[];
  readonly product: Quantity;
}

/** What a node hands on to one operand: `∂f/∂q = z = −4`, times the node's own gradient. */
export interface Handover {
  readonly steps: readonly string[];
  readonly product: Quantity;
}

export class ChainRule {
  readonly labels: Labels;
  readonly #snapshot: Evaluated;
  readonly #program: Program;
  readonly #gradient: Gradient;
  readonly #leaves: Leaves;
  readonly #factors: Factors;

  /** Undefined where the file has no objective. */
  static of(snapshot: Evaluated, digits: number): ChainRule | undefined {
    const { objective } = snapshot.model;
    return objective && new ChainRule(snapshot, objective, digits);
  }

  private constructor(snapshot: Evaluated, objective: Objective, digits: number) {
    this.labels = labelsOf(snapshot);
    this.#snapshot = snapshot;
    this.#program = snapshot.model.program;
    this.#gradient = objective.gradient;
    this.#leaves = new Leaves(snapshot, this.labels, digits);
    this.#factors = new Factors(objective, this.#leaves);
  }

  /** `∂L/∂q`, `∂L/∂(target - f)`. */
  symbolOf(node: NodeId): string {
    return this.#factors.symbolOf(node);
  }

  gradientOf(node: NodeId): Quantity | undefined {
    const adjoint = adjointOf(this.#gradient, node);
    return adjoint === undefined ? undefined : this.#leaves.quantity(adjoint);
  }

  /** What each consumer of a node sends back to it, in the order of the program. */
  contributionsTo(node: NodeId): Contribution[] {
    const contributions: Contribution[] = [];
    for (let consumer = node + 1; consumer <= this.#gradient.root; consumer++) {
      for (let position = 0; position < this.#program.arity(consumer); position++) {
        if (this.#program.operand(consumer, position) !== node) continue;
        const flow = contributionOf(this.#gradient, this.#program, consumer, position);
        if (flow === undefined) continue;
        const label = this.#labelFrom(node, consumer);
        const steps = label || consumer === this.#gradient.root ? this.#productSteps(node, consumer, flow) : [];
        contributions.push({ consumer, label, steps, product: this.#leaves.quantity(flow) });
      }
    }
    return contributions;
  }

  /** What a consumer is called where a node is: a name in the body of a function means nothing outside of the call. */
  #labelFrom(node: NodeId, consumer: NodeId): Label | undefined {
    const label = this.labels.get(consumer);
    const call = label?.isInBody ? callAround(this.#snapshot.model, consumer) : undefined;
    return call && node < call.first ? undefined : label;
  }

  /** What a node hands on to each of its operands that have a name or a source. */
  handoversOf(node: NodeId): Handover[] {
    const upstream = adjointOf(this.#gradient, node);
    if (upstream === undefined || node > this.#gradient.root) return [];
    return this.#program.operands(node).flatMap((operand, position) => {
      const flow = contributionOf(this.#gradient, this.#program, node, position);
      if (flow === undefined || !this.labels.has(operand)) return [];
      const local = this.#factors.local(flow, upstream);
      const steps = local
        ? distinct([
            this.#factors.partial(node, operand),
            textOf(within(bindings.sum, local.symbols)),
            local.numbers && textOf(within(bindings.sum, local.numbers)),
          ])
        : [this.symbolOf(operand)];
      return [{ steps, product: this.#leaves.quantity(flow) }];
    });
  }

  #productSteps(node: NodeId, consumer: NodeId, flow: NodeId): string[] {
    const upstream = adjointOf(this.#gradient, consumer)!;
    const symbol = this.symbolOf(consumer);
    const local = this.#factors.local(flow, upstream);
    if (local === undefined) return this.#factors.formulaOf(flow, upstream, symbol).map(textOf);
    const inSymbols = `${symbol} · ${this.#factors.partial(consumer, node)}`;
    const product = (upstreamText: string, term: Term) => `${upstreamText} · ${textOf(within(bindings.product, term))}`;
    if (local.numbers === undefined) return [inSymbols, product(symbol, local.symbols)];
    const number = this.#leaves.number(upstream);
    return distinct([inSymbols, product(number, local.symbols), product(number, local.numbers)]);
  }
}

/** Leaves out what says the same as the step before it. */
function distinct(steps: readonly (string | undefined)[]): string[] {
  return steps.filter((step, i): step is string => step !== undefined && step !== steps[i - 1]);
}
