/** What flows back from a node to its operands as `upstream × local`: in symbols, and in numbers where all of it is scalar. */

import { showNumber } from '../display/numbers.ts';
import { type Quantity, quantityOf, showSize } from '../display/quantity.ts';
import { adjointOf, contributionOf } from '../engine/differentiate.ts';
import { elementsOf } from '../engine/execute.ts';
import { where } from '../engine/ops/arithmetic.ts';
import { constantNumber } from '../engine/ops/leaves.ts';
import type { NodeId, Program } from '../engine/program.ts';
import type { Objective } from '../language/model.ts';
import type { Evaluated } from '../snapshot/snapshot.ts';
import { atom, bindings, type Leaf, type Term, term, termOf, within, written } from './formula.ts';
import { localTerm, localValue } from './local.ts';
import { type Part, type Tone, toned } from './toned.ts';

/** What a node is called. */
export interface Name {
  readonly text: string;
  /** How tightly it holds together as a part of an expression. */
  readonly binding: number;
}

export type Names = ReadonlyMap<NodeId, Name>;

/** The factor beside the upstream gradient. */
interface Local {
  readonly symbols: Term;
  /** Absent where not all of it is scalar. */
  readonly numbers: Term | undefined;
}

/** A formula that is longer shows its value alone. */
export const longestFormula = 40;

export class Factors {
  readonly #program: Program;
  readonly #values: Evaluated['evaluation']['values'];
  readonly #objective: Objective;
  readonly #names: Names;
  readonly #digits: number;

  /** @param names what stands for nodes in formulas; what has none is written out. */
  constructor({ model, evaluation }: Evaluated, objective: Objective, names: Names, digits: number) {
    this.#program = model.program;
    this.#values = evaluation.values;
    this.#objective = objective;
    this.#names = names;
    this.#digits = digits;
  }

  /** `∂L/∂q`, `∂L/∂(target - f)`. */
  symbolOf(node: NodeId): string {
    const { label, gradient } = this.#objective;
    const name = this.#names.get(node);
    if (name === undefined) return node === gradient.root ? `∂${label}/∂${label}` : '∂';
    return `∂${label}/∂${bracketed(name)}`;
  }

  /** `∂f/∂q`. */
  partial(node: NodeId, operand: NodeId): string {
    const [above, below] = [node, operand].map((part) => this.#names.get(part));
    return `∂${above ? bracketed(above) : this.#objective.label}/∂${below ? bracketed(below) : ''}`;
  }

  /** The same product twice, `∂L/∂f · z` and `−4 · −4`; of tensors in symbols alone, and none of a number that says itself. */
  productsOf(consumer: NodeId, position: number): (readonly Part[])[] {
    const { gradient } = this.#objective;
    const flow = contributionOf(gradient, this.#program, consumer, position);
    const upstream = adjointOf(gradient, consumer);
    if (flow === undefined || upstream === undefined) return [];
    const local = this.local(flow, upstream);
    if (local === undefined) return this.formulaOf(flow, upstream, this.symbolOf(consumer));
    const times = (gradientText: string, factor: Term): readonly Part[] =>
      toned`${inTone('gradient', gradientText)} · ${within(bindings.product, factor)}`;
    const inSymbols = times(this.symbolOf(consumer), local.symbols);
    return local.numbers ? [inSymbols, times(this.number(upstream), local.numbers)] : [inSymbols];
  }

  /** The factor beside the upstream gradient; undefined where what flows back is no such product. */
  local(flow: NodeId, upstream: NodeId): Local | undefined {
    const symbols = localTerm(this.#program, flow, upstream, this.#symbols(upstream, this.#objective.label));
    if (symbols === undefined) return undefined;
    const isScalar = this.#program.operands(flow).every((operand) => this.#program.shape(operand).length === 0);
    if (!isScalar) return { symbols, numbers: undefined };
    const numbers = localTerm(this.#program, flow, upstream, this.#numbers(upstream))!;
    if (written(symbols).length <= longestFormula) return { symbols, numbers };
    const value = localValue(this.#program, flow, upstream, (node) => this.#elements(node)[0]);
    const number = atom(inTone('value', showNumber(value, this.#digits)));
    return { symbols: number, numbers: number };
  }

  /** How what flows back is computed, `X.T @ ∂L/∂y`: one formula, or none of a number that says itself. */
  formulaOf(flow: NodeId, upstream: NodeId, symbol: string): (readonly Part[])[] {
    if (constantNumber(this.#program, flow) !== undefined) return [];
    const symbols = this.#symbols(upstream, symbol);
    return [termOf(this.#program, flow, (part) => (part === flow ? undefined : symbols(part))).parts];
  }

  number(node: NodeId): string {
    return showSize(this.quantity(node), this.#digits);
  }

  quantity(node: NodeId): Quantity {
    return quantityOf(this.#elements(node), this.#program.shape(node));
  }

  #symbols(upstream: NodeId, symbol: string): Leaf {
    return (node) => {
      if (node === upstream) return { parts: inTone('gradient', symbol), binding: bindings.power };
      const name = this.#names.get(node);
      return name ? { parts: inTone('value', name.text), binding: name.binding } : this.#constant(node);
    };
  }

  #numbers(upstream: NodeId): Leaf {
    return (node) => {
      // A choice that a rule makes is shown by what it chose.
      if (!this.#names.has(node) && this.#program.operator(node) !== where) return this.#constant(node);
      const text = this.number(node);
      // In a product a negative number stands bare, as in −4 · −4.
      const binding = text.startsWith('−') ? bindings.product : bindings.atom;
      return { parts: inTone(node === upstream ? 'gradient' : 'value', text), binding };
    };
  }

  /** A number that stands in the source, or that a rule brings along. */
  #constant(node: NodeId): Term | undefined {
    if (constantNumber(this.#program, node) === undefined) return undefined;
    const text = this.number(node);
    return term(text, text.startsWith('−') ? bindings.minus : bindings.atom);
  }

  #elements(node: NodeId): Float64Array {
    return elementsOf(this.#program, this.#values, node);
  }
}

/** One part that stands for something. */
export function inTone(tone: Tone, text: string): readonly Part[] {
  return [{ text, tone }];
}

function bracketed({ text, binding }: Name): string {
  return binding === bindings.atom ? text : `(${text})`;
}
