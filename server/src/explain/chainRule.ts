/** The chain rule at a node, in symbols and in numbers: what each consumer sends back, and what the node hands on to its operands. */

import { showNumber } from '../display/numbers.ts';
import { type Quantity, quantityOf, showSize } from '../display/quantity.ts';
import { adjointOf, contributionOf, type Gradient } from '../engine/differentiate.ts';
import { elementsOf } from '../engine/execute.ts';
import { where } from '../engine/ops/arithmetic.ts';
import { constantNumber } from '../engine/ops/leaves.ts';
import type { NodeId, Program } from '../engine/program.ts';
import { callAround } from '../language/model.ts';
import type { Evaluated } from '../snapshot/snapshot.ts';
import { atom, bindings, type Leaf, type Term, termOf, within } from './formula.ts';
import { type Label, type Labels, labelsOf } from './labels.ts';
import { localTerm, localValue } from './local.ts';

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

/** A formula that is longer shows its value alone. */
const longestFormula = 40;

export class ChainRule {
  readonly labels: Labels;
  readonly #snapshot: Evaluated;
  readonly #program: Program;
  readonly #gradient: Gradient;
  /** What the gradients are of, as in ∂L. */
  readonly #of: string;
  readonly #digits: number;

  /** Undefined where the file has no objective. */
  static of(snapshot: Evaluated, digits: number): ChainRule | undefined {
    const { objective } = snapshot.model;
    return objective && new ChainRule(snapshot, objective.label, objective.gradient, digits);
  }

  private constructor(snapshot: Evaluated, of: string, gradient: Gradient, digits: number) {
    this.labels = labelsOf(snapshot);
    this.#snapshot = snapshot;
    this.#program = snapshot.model.program;
    this.#gradient = gradient;
    this.#of = of;
    this.#digits = digits;
  }

  /** `∂L/∂q`, `∂L/∂(target - f)`. */
  symbolOf(node: NodeId): string {
    const label = this.labels.get(node);
    if (label === undefined) return node === this.#gradient.root ? `∂${this.#of}/∂${this.#of}` : '∂';
    return `∂${this.#of}/∂${shown(label)}`;
  }

  gradientOf(node: NodeId): Quantity | undefined {
    const adjoint = adjointOf(this.#gradient, node);
    return adjoint === undefined ? undefined : this.#quantity(adjoint);
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
        contributions.push({ consumer, label, steps, product: this.#quantity(flow) });
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
      const label = this.labels.get(operand);
      if (flow === undefined || label === undefined) return [];
      const local = this.#local(flow, upstream);
      const steps = local
        ? distinct([
            this.#partial(node, operand),
            within(bindings.sum, local.symbols),
            local.numbers && within(bindings.sum, local.numbers),
          ])
        : [`∂${this.#of}/∂${shown(label)}`];
      return [{ steps, product: this.#quantity(flow) }];
    });
  }

  #productSteps(node: NodeId, consumer: NodeId, flow: NodeId): string[] {
    const upstream = adjointOf(this.#gradient, consumer)!;
    const symbol = this.symbolOf(consumer);
    const local = this.#local(flow, upstream);
    if (local === undefined) {
      if (constantNumber(this.#program, flow) !== undefined) return [];
      const symbols = this.#symbols(upstream, symbol);
      return [termOf(this.#program, flow, (part) => (part === flow ? undefined : symbols(part))).text];
    }
    const inSymbols = `${symbol} · ${this.#partial(consumer, node)}`;
    if (local.numbers === undefined) return [inSymbols, `${symbol} · ${within(bindings.product, local.symbols)}`];
    const number = this.#number(upstream);
    return distinct([
      inSymbols,
      ...[local.symbols, local.numbers].map((term) => `${number} · ${within(bindings.product, term)}`),
    ]);
  }

  /** The factor beside the upstream gradient, in symbols, and in numbers where all of it is scalar. */
  #local(flow: NodeId, upstream: NodeId): { symbols: Term; numbers: Term | undefined } | undefined {
    const symbols = localTerm(this.#program, flow, upstream, this.#symbols(upstream, this.#of));
    if (symbols === undefined) return undefined;
    const isScalar = this.#program.operands(flow).every((operand) => this.#program.shape(operand).length === 0);
    if (!isScalar) return { symbols, numbers: undefined };
    const numbers = localTerm(this.#program, flow, upstream, this.#numbers())!;
    if (symbols.text.length <= longestFormula) return { symbols, numbers };
    const value = localValue(this.#program, flow, upstream, (node) => this.#elements(node)[0]);
    const term = atom(showNumber(value, this.#digits));
    return { symbols: term, numbers: term };
  }

  #symbols(upstream: NodeId, symbol: string): Leaf {
    return (node) => {
      if (node === upstream) return { text: symbol, binding: bindings.power };
      const label = this.labels.get(node);
      return label ? { text: label.text, binding: label.isAtom ? bindings.atom : 0 } : this.#constant(node);
    };
  }

  #numbers(): Leaf {
    return (node) => {
      // A choice that a rule makes is shown by what it chose.
      if (!this.labels.has(node) && this.#program.operator(node) !== where) return this.#constant(node);
      const text = this.#number(node);
      // In a product a negative number stands bare, as in −4 · −4.
      return { text, binding: text.startsWith('−') ? bindings.product : bindings.atom };
    };
  }

  /** A number that stands in the source, or that a rule brings along. */
  #constant(node: NodeId): Term | undefined {
    if (constantNumber(this.#program, node) === undefined) return undefined;
    const text = this.#number(node);
    return { text, binding: text.startsWith('−') ? bindings.minus : bindings.atom };
  }

  /** `∂f/∂q`. */
  #partial(node: NodeId, operand: NodeId): string {
    const [above, below] = [node, operand].map((part) => this.labels.get(part));
    return `∂${above ? shown(above) : this.#of}/∂${below ? shown(below) : ''}`;
  }

  #number(node: NodeId): string {
    return showSize(this.#quantity(node), this.#digits);
  }

  #quantity(node: NodeId): Quantity {
    return quantityOf(this.#elements(node), this.#program.shape(node));
  }

  #elements(node: NodeId): Float64Array {
    return elementsOf(this.#program, this.#snapshot.evaluation.values, node);
  }
}

function shown({ text, isAtom }: Label): string {
  return isAtom ? text : `(${text})`;
}

/** Leaves out what says the same as the step before it. */
function distinct(steps: readonly (string | undefined)[]): string[] {
  return steps.filter((step, i): step is string => step !== undefined && step !== steps[i - 1]);
}
