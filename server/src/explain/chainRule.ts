/** The chain rule at a node, in symbols and numbers: contributions from its consumers and to its operands. */

import type { Quantity } from '../display/quantity.ts';
import { adjointOf, type BackwardPass, contributionOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { enclosingCall, type Objective } from '../language/lowering/model.ts';
import { Precedence } from '../language/syntax/precedence.ts';
import type { EvaluatedSnapshot } from '../snapshot/snapshot.ts';
import { parenthesize, type Term } from './formula.ts';
import { FormulaTerms } from './formulaTerms.ts';
import { GradientFactors } from './gradientFactors.ts';
import { type Label, type Labels, labelsOf } from './labels.ts';
import { plainTextOf } from './tonedText.ts';

/** The gradient that flows back to a node from one consumer. */
export interface Contribution {
  readonly consumer: NodeId;
  /** Absent if the consumer has no name in the text, such as a node in the body of a call. */
  readonly label: Label | undefined;
  /** Steps of the product from symbols to numbers: `∂L/∂f · ∂f/∂q`, `−4 · z`, `−4 · −4`; empty without a label. */
  readonly steps: readonly string[];
  readonly product: Quantity;
}

/** The gradient that a node passes to one operand: `∂f/∂q = z = −4`, times the node's own gradient. */
export interface OutgoingContribution {
  readonly steps: readonly string[];
  readonly product: Quantity;
}

export class ChainRule {
  readonly labels: Labels;
  readonly #snapshot: EvaluatedSnapshot;
  readonly #program: Program;
  readonly #backwardPass: BackwardPass;
  readonly #terms: FormulaTerms;
  readonly #factors: GradientFactors;

  /** Undefined if the file has no objective. */
  static of(snapshot: EvaluatedSnapshot, digits: number): ChainRule | undefined {
    const { objective } = snapshot.model;
    return objective && new ChainRule(snapshot, objective, digits);
  }

  private constructor(snapshot: EvaluatedSnapshot, objective: Objective, digits: number) {
    this.labels = labelsOf(snapshot);
    this.#snapshot = snapshot;
    this.#program = snapshot.model.program;
    this.#backwardPass = objective.backwardPass;
    this.#terms = new FormulaTerms(snapshot, this.labels, digits);
    this.#factors = new GradientFactors(objective, this.#terms);
  }

  /** `∂L/∂q`, `∂L/∂(target - f)`. */
  symbolOf(node: NodeId): string {
    return this.#factors.symbolOf(node);
  }

  gradientOf(node: NodeId): Quantity | undefined {
    const adjoint = adjointOf(this.#backwardPass, node);
    return adjoint === undefined ? undefined : this.#terms.quantity(adjoint);
  }

  /** Contributions of all consumers of a node, in program order. */
  contributionsTo(node: NodeId): Contribution[] {
    const contributions: Contribution[] = [];
    for (let consumer = node + 1; consumer <= this.#backwardPass.root; consumer++) {
      for (let operandIndex = 0; operandIndex < this.#program.arity(consumer); operandIndex++) {
        if (this.#program.operand(consumer, operandIndex) !== node) continue;
        const contribution = contributionOf(this.#backwardPass, this.#program, consumer, operandIndex);
        if (contribution === undefined) continue;
        const label = this.#labelSeenFrom(node, consumer);
        const steps =
          label || consumer === this.#backwardPass.root ? this.#productSteps(node, consumer, contribution) : [];
        contributions.push({ consumer, label, steps, product: this.#terms.quantity(contribution) });
      }
    }
    return contributions;
  }

  /** The consumer's name if it is in scope at `node`: names in a function body are not visible outside of the call. */
  #labelSeenFrom(node: NodeId, consumer: NodeId): Label | undefined {
    const label = this.labels.get(consumer);
    const call = label?.isInBody ? enclosingCall(this.#snapshot.model, consumer) : undefined;
    return call && node < call.first ? undefined : label;
  }

  /** Contributions of a node to those operands that have a label. */
  contributionsFrom(node: NodeId): OutgoingContribution[] {
    const upstream = adjointOf(this.#backwardPass, node);
    if (upstream === undefined || node > this.#backwardPass.root) return [];
    return this.#program.operands(node).flatMap((operand, operandIndex) => {
      const contribution = contributionOf(this.#backwardPass, this.#program, node, operandIndex);
      if (contribution === undefined || !this.labels.has(operand)) return [];
      const localGradient = this.#factors.localGradient(contribution, upstream);
      const steps = localGradient
        ? dropRepeated([
            this.#factors.partial(node, operand),
            plainTextOf(parenthesize(Precedence.sum, localGradient.symbols)),
            localGradient.numbers && plainTextOf(parenthesize(Precedence.sum, localGradient.numbers)),
          ])
        : [this.symbolOf(operand)];
      return [{ steps, product: this.#terms.quantity(contribution) }];
    });
  }

  #productSteps(node: NodeId, consumer: NodeId, contribution: NodeId): string[] {
    const upstream = adjointOf(this.#backwardPass, consumer)!;
    const symbol = this.symbolOf(consumer);
    const localGradient = this.#factors.localGradient(contribution, upstream);
    if (localGradient === undefined) return this.#factors.formulaOf(contribution, upstream, symbol).map(plainTextOf);
    const symbolic = `${symbol} · ${this.#factors.partial(consumer, node)}`;
    const product = (upstreamText: string, term: Term) =>
      `${upstreamText} · ${plainTextOf(parenthesize(Precedence.product, term))}`;
    if (localGradient.numbers === undefined) return [symbolic, product(symbol, localGradient.symbols)];
    const upstreamNumber = this.#terms.number(upstream);
    return dropRepeated([
      symbolic,
      product(upstreamNumber, localGradient.symbols),
      product(upstreamNumber, localGradient.numbers),
    ]);
  }
}

/** Drops steps that equal the previous one. */
function dropRepeated(steps: readonly (string | undefined)[]): string[] {
  return steps.filter((step, i): step is string => step !== undefined && step !== steps[i - 1]);
}
